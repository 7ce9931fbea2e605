import { createHash } from "node:crypto";
import { writeZip } from "@graft/core/archive/write-zip";
import { packBundle } from "@graft/core/bundles/pack-bundle";
import { deploymentId, packDeployment } from "@graft/core/bundles/pack-deployment";
import type { Bundle } from "@graft/core/domain/bundle";
import { GraftError } from "@graft/core/domain/errors";
import * as z from "zod";
import { type Call, parseInput } from "../context.ts";
import { requireAccepted } from "../extensions/acceptance.ts";
import { loadExtension } from "../extensions/load-extension.ts";
import { acceptedCodes, extensionId } from "../input-parts.ts";
import { sourceOf } from "../servers/server-work.ts";

export const buildBundlesInput = z.object({
	id: extensionId,
	/** Which agent files to take, by their path in the extension; left out, what it proposes. */
	files: z.array(z.string().max(1024)).readonly().optional(),
	windowsPath: z.string().min(1).max(260).optional(),
	/** Packages for the platform's own deployment too. */
	deployment: z.boolean().default(false),
	accept: acceptedCodes,
});

export interface BuiltBundle {
	readonly fileName: string;
	readonly bytes: Uint8Array;
	/** Hex, of `bytes`. */
	readonly sha256: string;
	readonly agents: "windows" | "unix";
	readonly kind: "download" | "deployment";
}

/** What agents get of the version in place: the same bytes from the same version and choice, everywhere. */
export async function buildBundles({
	ctx,
	input,
}: Call<typeof buildBundlesInput>): Promise<readonly BuiltBundle[]> {
	const { id, files, windowsPath, deployment, accept } = parseInput(buildBundlesInput, input);
	const loaded = await loadExtension(ctx, id);
	const accepted = [...loaded.accepted, ...accept];
	requireAccepted(loaded.problems, accepted, ["agent"], `To bundle ${id} for agents`);
	const { platform, extension, tree } = sourceOf(loaded);
	if (platform.bundles === undefined) {
		throw new GraftError("refused", `${platform.name} has no agents to make bundles for.`, {
			hint: "Its extensions are complete with their server part.",
		});
	}
	const bundles = platform.bundles(extension, tree, {
		...(files === undefined ? {} : { files }),
		...(windowsPath === undefined ? {} : { windowsPath }),
	});
	const built = await Promise.all(
		bundles.map(async (bundle) => [
			await download(bundle),
			...(deployment && bundle.deploymentInfo ? [await deploy(bundle)] : []),
		]),
	);
	return built.flat();
}

async function download(bundle: Bundle): Promise<BuiltBundle> {
	return { ...(await packBundle(bundle)), agents: bundle.agents, kind: "download" };
}

/** The folder `<ID>/` that is to be unpacked into the deployment's download folder, as one zip. */
async function deploy(bundle: Bundle): Promise<BuiltBundle> {
	const { files } = await packDeployment(bundle, await deploymentId(bundle));
	const bytes = writeZip(files.map((file) => ({ ...file, executable: false })));
	const sha256 = createHash("sha256").update(bytes).digest("hex");
	const fileName = `${bundle.fileName.replace(/\.(zip|tar\.gz)$/, "")}-deployment.zip`;
	return { fileName, bytes, sha256, agents: bundle.agents, kind: "deployment" };
}
