import type { Connection } from "../../connections/connection.ts";
import { countOf, formatCount } from "../../domain/counts.ts";
import type { Extension } from "../../domain/extension.ts";
import { printable } from "../../domain/printable.ts";
import type { Problem } from "../../domain/problem.ts";
import type { Facts } from "../../drivers/files/wanted.ts";
import { askUrl } from "../../host/ask-url.ts";
import { dkronCodes } from "./codes.ts";
import { isObject, usesOf } from "./jobs.ts";

const pageOf = 50;
/** A job has a few hundred bytes, and settings of any length. */
const longestPage = 512 * 1024;
/** More names than these nobody reads. */
const mostNames = 10;

/** Jobs that would miss the extension's plugins, by name, as the node's own API tells. */
export async function checkUse(
	connection: Connection,
	extension: Extension,
	{ values }: Facts,
): Promise<readonly Problem[]> {
	const plugins = new Set(extension.claims.map(({ value }) => value));
	if (!values.api || plugins.size === 0) return [];
	const names: string[] = [];
	for (let from = 0, last = ""; ; from += pageOf) {
		const page = await readPage(
			connection,
			`${values.api}/v1/jobs?_start=${from}&_end=${from + pageOf}`,
		);
		if (page === null) return [unknown(values.api), ...(names.length > 0 ? [inUse(names)] : [])];
		// An API that knows no pages gives the same again and again.
		const first = JSON.stringify(page[0] ?? null);
		if (first === last) return names.length > 0 ? [inUse(names)] : [];
		last = first;
		for (const job of page) if (usesOne(job, plugins)) names.push(printable(String(job.name)));
		if (page.length !== pageOf) return names.length > 0 ? [inUse(names)] : [];
	}
}

async function readPage(connection: Connection, url: string) {
	const answer = await askUrl(connection, url, { limit: longestPage });
	if (answer?.status !== 200) return null;
	try {
		const page: unknown = JSON.parse(answer.body);
		return Array.isArray(page) ? page.filter(isObject) : null;
	} catch {
		return null;
	}
}

function usesOne(job: Readonly<Record<string, unknown>>, plugins: ReadonlySet<string>): boolean {
	const { executor, processors } = usesOf(job);
	return [
		`dkron-executor-${executor}`,
		...processors.map((name) => `dkron-processor-${name}`),
	].some((name) => plugins.has(name));
}

function inUse(names: readonly string[]): Problem {
	const shown = names.slice(0, mostNames).join(", ");
	const more = names.length > mostNames ? ` and ${formatCount(names.length - mostNames)} more` : "";
	const use = names.length === 1 ? "uses" : "use";
	return {
		severity: "warning",
		code: dkronCodes["dkron/in-use"],
		path: "",
		message: `${countOf(names.length, "job")} ${use} it: ${shown}${more}. Without its executor a job fails; without its processor it goes on, and what the processor did is missing.`,
		hint: "Change those jobs first, or accept this.",
		part: "server",
	};
}

function unknown(api: string): Problem {
	return {
		severity: "info",
		code: dkronCodes["dkron/use-unknown"],
		path: "",
		message: `Which jobs use it cannot be told: ${api}/v1/jobs gives no list that can be read.`,
		hint: "Look for them yourself before you go on.",
		part: "server",
	};
}
