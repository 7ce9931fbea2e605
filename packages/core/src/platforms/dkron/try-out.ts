import type { Connection } from "../../connections/connection.ts";
import type { FileTree } from "../../domain/archive.ts";
import { GraftError } from "../../domain/errors.ts";
import { printable } from "../../domain/printable.ts";
import { type Answer, askUrl, type Question } from "../../host/ask-url.ts";
import type { Tried, TryOut, TryRun } from "../try-out.ts";
import { findJobs, isObject, type JobSample } from "./jobs.ts";
import { fileName, findPlugins, type Plugin } from "./plugins.ts";

/** What `own` holds of a run. */
interface OwnRun {
	readonly [key: string]: unknown;
	/** Where its jobs are, at the API. */
	readonly jobs: string;
	readonly name: string;
	readonly job: Readonly<Record<string, unknown>>;
	/** Of a processor: what its job says, and nobody else does. */
	readonly marker: string | null;
}

/** By it, a job of ours is told from one that somebody calls the same. */
const madeBy = "graft";
const longestOutput = 4_000;

/** A job for each plugin, which nothing starts but us: Dkron runs it once, and tells what came out. */
export const tryOut: TryOut = {
	plan(_, tree, { values }, marker) {
		if (!values.api)
			throw new GraftError(
				"refused",
				"Dkron's API does not answer there, so it cannot be asked to run a job.",
				{
					hint: "Start Dkron, and check http-addr in its configuration file.",
				},
			);
		const { jobs } = findJobs(tree);
		const byName = new Map(findPlugins(tree).plugins.map((each) => [fileName(each), each]));
		return [...byName.values()].map((plugin) =>
			runOf(plugin, tree, jobs, `${values.api}/v1/jobs`, marker),
		);
	},

	async begin(connection, run) {
		const { jobs, name, job } = ownOf(run);
		const there = await ask(connection, `${jobs}/${name}`);
		if (there.status === 200 && !isOurs(there.body))
			throw new GraftError(
				"refused",
				`Dkron has a job ${name} already, which Graft did not make.`,
				{
					hint: "Rename that job first: Graft makes one of this name, and deletes it in the end.",
				},
			);
		// One that was left says nothing of this time.
		if (there.status === 200) await ask(connection, `${jobs}/${name}`, { method: "DELETE" });
		const made = await ask(connection, jobs, { method: "POST", send: job });
		if (made.status !== 201 && made.status !== 200) throw refusedBy(made);
		const begun = await ask(connection, `${jobs}/${name}`, { method: "POST" });
		if (begun.status >= 300) throw refusedBy(begun);
	},

	async look(connection, run) {
		const { jobs, name } = ownOf(run);
		const { status, body } = await ask(connection, `${jobs}/${name}/executions`);
		const [execution] = status === 200 ? listIn(body) : [];
		const finished = typeof execution?.finished_at === "string" ? execution.finished_at : "";
		// Go's own beginning of time: not yet.
		if (execution === undefined || finished === "" || finished.startsWith("0001-")) return null;
		return judge(ownOf(run), execution);
	},

	async end(connection, run) {
		const { jobs, name } = ownOf(run);
		const { status } = await ask(connection, `${jobs}/${name}`, { method: "DELETE" });
		if (status !== 200 && status !== 404)
			throw new GraftError(
				"partly-done",
				`Dkron keeps the job ${name}: it answered ${status} when it was to be deleted.`,
				{
					hint: "Nothing starts it by itself. Delete it in Dkron's own page.",
				},
			);
	},
};

function runOf(
	plugin: Plugin,
	tree: FileTree,
	samples: readonly JobSample[],
	jobs: string,
	marker: string,
): TryRun {
	const isProcessor = plugin.kind === "processor";
	const sample = samples.find(({ uses }) =>
		isProcessor ? uses.processors.includes(plugin.name) : uses.executor === plugin.name,
	);
	const settings = sample && settingsIn(tree, sample, plugin);
	const name = `graft-try-${fileName(plugin)}`.toLowerCase().replace(/[^a-z0-9_-]/g, "-");
	const work = isProcessor
		? {
				executor: "shell",
				executor_config: { command: `echo ${marker}` },
				processors: { [plugin.name]: settings ?? {} },
			}
		: { executor: plugin.name, executor_config: settings ?? {} };
	const job = { name, schedule: "@manually", metadata: { "made-by": madeBy }, ...work };
	const by = sample
		? `with the settings of ${sample.path}`
		: "without settings, for no job in the archive uses it";
	return {
		name: `${plugin.kind} ${plugin.name}`,
		how: isProcessor
			? `Dkron runs "echo ${marker}", and gives what that prints to ${plugin.name}, ${by}. The job is called ${name}, and deleted in the end.`
			: `Dkron has ${plugin.name} run a job once, ${by}. The job is called ${name}, and deleted in the end.`,
		own: { jobs, name, job, marker: isProcessor ? marker : null } satisfies OwnRun,
	};
}

/** As the sample has them; Dkron takes text alone. */
function settingsIn(tree: FileTree, { path }: JobSample, { kind, name }: Plugin) {
	const job: unknown = JSON.parse(new TextDecoder().decode(tree.files.get(path)?.bytes));
	if (!isObject(job)) return undefined;
	const processors = isObject(job.processors) ? job.processors : {};
	const settings = kind === "processor" ? processors[name] : job.executor_config;
	const texts = Object.entries(isObject(settings) ? settings : {}).filter(
		([, value]) => typeof value === "string",
	);
	return Object.fromEntries(texts);
}

function judge({ marker }: OwnRun, execution: Readonly<Record<string, unknown>>): Tried {
	const output = String(execution.output ?? "").slice(0, longestOutput);
	const node = printable(String(execution.node_name ?? ""));
	if (execution.success !== true)
		return { result: "failed", words: `The job failed on ${node}.`, output };
	if (marker === null)
		return {
			result: "worked",
			words: `The job ran on ${node}, and Dkron calls it a success.`,
			output,
		};
	// Of a processor that it lacks, Dkron says nothing but in its log.
	return output.trim() === marker
		? {
				result: "unclear",
				words: `The job ran on ${node}, and its output is as it was before: look for it where this processor writes.`,
				output,
			}
		: {
				result: "worked",
				words: `The job ran on ${node}, and the processor changed its output.`,
				output,
			};
}

async function ask(connection: Connection, url: string, question?: Question): Promise<Answer> {
	const answer = await askUrl(connection, url, question);
	if (answer) return answer;
	throw new GraftError("refused", `Dkron no longer answers at ${new URL(url).origin}.`, {
		hint: "Check whether it still runs; its own log says why not.",
	});
}

function refusedBy({ status, body }: Answer): GraftError {
	return new GraftError(
		"refused",
		`Dkron does not take the job: it answered ${status} ${printable(body.trim()).slice(0, 300)}`,
		{
			hint: "Where it wants a token or does not know the executor, that is what to change first.",
		},
	);
}

function isOurs(body: string): boolean {
	const [job] = listIn(`[${body}]`);
	return isObject(job?.metadata) && job.metadata["made-by"] === madeBy;
}

function listIn(body: string): readonly Readonly<Record<string, unknown>>[] {
	try {
		const value: unknown = JSON.parse(body);
		return Array.isArray(value) ? value.filter(isObject) : [];
	} catch {
		return [];
	}
}

const ownOf = ({ own }: TryRun): OwnRun => own as OwnRun;
