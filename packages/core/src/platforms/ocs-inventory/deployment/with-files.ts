import { GraftError } from "../../../domain/errors.ts";
import type {
	DeliverySubject,
	DeliveryTools,
	DeliveryWork,
	PackedPackage,
} from "../../delivery.ts";
import { certificateNote, certificateProblem } from "./certificate.ts";
import type { PreparedDeployment } from "./prepare.ts";
import type { Tell } from "./tell.ts";

interface Work {
	readonly tools: DeliveryTools;
	readonly subject: DeliverySubject;
	readonly prepared: PreparedDeployment;
	readonly tell: Tell;
	readonly accept: DeliveryWork["accept"];
}

/**
 * Puts the files of the packages, looks whether agents would get them, and then does `offer` with what a person should know.
 * Where any of that is refused, files that nobody was offered before are taken away again.
 */
export async function withFiles<T>(
	work: Work,
	offer: (notes: readonly string[]) => Promise<T>,
): Promise<T> {
	const { plan } = work.prepared;
	const notes = new Set<string>();
	const put: PackedPackage[] = [];
	try {
		for (const each of work.subject.packages) {
			const check = plan.steps.find(
				({ kind, target }) => kind === "check-address" && target.endsWith(`/${each.id}/info`),
			);
			if (check === undefined) continue;
			put.push(each);
			await putFiles(work, each);
			work.tell(check);
			for (const note of await checkPackage(work, each)) notes.add(note);
		}
		for (const text of notes) work.tools.report({ kind: "note", text });
		return await offer([...notes]);
	} catch (error) {
		// With the connection lost nothing can be taken away: the next run goes on from there.
		if (!(error instanceof GraftError) || !isAsBefore(error)) throw error;
		work.tools.commit();
		for (const each of put) await takeAway(work, each);
		throw error;
	}
}

function isAsBefore({ kind }: GraftError): boolean {
	return kind === "refused" || kind === "cancelled";
}

async function putFiles({ prepared, tell }: Work, { id }: PackedPackage): Promise<void> {
	const { folder, puts } = prepared.details;
	const plan = puts.get(id);
	if (plan === undefined) throw new Error(`no plan for the files of ${id}`);
	await folder.apply(plan, tell.files);
}

const settings =
	"the locations in OCS's configuration of deployment (DOWNLOAD_URI_INFO, DOWNLOAD_URI_FRAG)";

async function checkPackage(
	{ tools, prepared, accept }: Work,
	{ id, files }: PackedPackage,
): Promise<string[]> {
	const planned = prepared.plan.packages.find((each) => each.id === id);
	if (planned === undefined) throw new Error(`package ${id} is not planned`);
	const notes: string[] = [];
	for (const { path, bytes } of files) {
		// As agents do: what says what to do comes over HTTPS, the rest is known by its digest.
		const place = path.endsWith("/info")
			? `https://${planned.infoLocation}`
			: `http://${planned.fragmentLocation}`;
		const certificate = await tools.web.compare(`${place}/${path}`, bytes, settings);
		if (certificate === null) continue;
		// It may have become another since the plan was made.
		const problem = certificateProblem(certificate);
		if (problem !== null) accept([problem]);
		const text = problem?.message ?? certificateNote(certificate);
		if (text !== null) notes.push(text);
	}
	return notes;
}

async function takeAway({ prepared }: Work, { id, fragments }: PackedPackage): Promise<void> {
	const { facts, folder } = prepared.details;
	const isOffered = facts.standing.some((each) => each.id === id);
	if (isOffered) return;
	const { extension } = prepared.plan;
	const name = { extensionId: extension.id, version: extension.version, packageId: id };
	await folder.remove(name, fragments);
}
