import type { Script, ScriptOutput, ScriptVerdict } from "../scripts.ts";
import { stepOf } from "./plugins.ts";

/* What agent and transfer do in each case stands in docs/platforms/open-falcon.md. */

interface Metric {
	readonly endpoint: string;
	readonly metric: string;
	readonly value: unknown;
	readonly step: number;
	readonly counterType: string;
	readonly tags: string;
	readonly timestamp: number;
}

const columns = ["metric", "tags", "value", "step", "type", "endpoint"];
const texts = ["endpoint", "metric", "counterType", "tags"];
const integers = ["step", "timestamp"];
/** As Go's ParseFloat takes it. */
const number =
	/^[+-]?(\d+\.?\d*(e[+-]?\d+)?|\.\d+(e[+-]?\d+)?|0x[0-9a-f]+p[+-]?\d+|inf(inity)?|nan)$/i;
/** Bytes of a metric's name and its tags together. */
const longest = 510;

export function judge(script: Script, { code, stdout, stderr }: ScriptOutput): ScriptVerdict {
	const said = stderr.trim() !== "";
	const notes = said
		? ["It wrote to standard error, which the agent keeps in a log of its own."]
		: [];
	const none = (fault: string): ScriptVerdict => ({ columns, rows: [], faults: [fault], notes });
	if (code !== 0 && !said) return none(`It ended with ${code}: the agent takes nothing of it.`);
	if (code !== 0) notes.push(`It ended with ${code}.`);
	if (stdout === "") return none("It printed nothing: that gives no metric.");
	const items = listIn(stdout);
	if (typeof items === "string") return none(items);
	const seconds = Number(stepOf(script.path.slice(script.path.lastIndexOf("/") + 1)) ?? 0n);
	const rows = items.map((item) =>
		item === null
			? { cells: columns.map(() => ""), dropped: ["It is null."] }
			: { cells: cellsOf(item), dropped: whyDropped(item) },
	);
	const others = items.filter((item) => item !== null && item.step > 0 && item.step !== seconds);
	if (others.length > 0)
		notes.push(
			`By its name it runs every ${seconds} s, and not every metric says that as its step: its chart would have holes, or lose points.`,
		);
	if (items.length === 0) return none("It printed an empty list: that gives no metric.");
	return { columns, rows, faults: [], notes };
}

/** A text says why the agent takes nothing: one item that does not fit its types is enough. */
function listIn(stdout: string): readonly (Metric | null)[] | string {
	let value: unknown;
	try {
		value = JSON.parse(stdout);
	} catch (error) {
		return `It is no JSON (${error instanceof Error ? error.message : ""}): the agent takes nothing of it.`;
	}
	if (!Array.isArray(value)) return "It is no JSON list: the agent takes nothing of it.";
	const [, written] =
		/"(?:step|timestamp)"\s*:\s*(-?\d+(?:\.\d+|\.?\d*e[+-]?\d+))/i.exec(stdout) ?? [];
	if (written !== undefined)
		return `${written} is not written as a whole number: the agent takes nothing of it all.`;
	const items: (Metric | null)[] = [];
	for (const [at, item] of value.entries()) {
		const read = metricIn(item);
		if (typeof read === "string")
			return `Item ${at + 1}: ${read}: the agent takes nothing of it all.`;
		items.push(read);
	}
	return items;
}

/** By the agent's reader, to which null is nothing said, and case in a key does not matter. */
function metricIn(item: unknown): Metric | null | string {
	if (item === null) return null;
	if (typeof item !== "object" || Array.isArray(item)) return "it is no object";
	const said = new Map<string, unknown>();
	for (const [key, value] of Object.entries(item)) said.set(key.toLowerCase(), value ?? undefined);
	const of = (key: string) => said.get(key.toLowerCase());
	for (const key of texts) {
		const value = of(key);
		if (value !== undefined && typeof value !== "string") return `its ${key} is no text`;
	}
	for (const key of integers) {
		const value = of(key);
		if (value !== undefined && !Number.isInteger(value)) return `its ${key} is no whole number`;
	}
	return {
		...{ endpoint: textOf(of("endpoint")), metric: textOf(of("metric")), value: of("value") },
		...{ step: Number(of("step") ?? 0), timestamp: Number(of("timestamp") ?? 0) },
		...{ counterType: textOf(of("counterType")), tags: textOf(of("tags")) },
	};
}

function textOf(value: unknown): string {
	return typeof value === "string" ? value : "";
}

function whyDropped({ endpoint, metric, value, step, counterType, tags }: Metric): string[] {
	const { length } = new TextEncoder().encode(metric + tags);
	const isNumber = typeof value === "number" || (typeof value === "string" && number.test(value));
	const rules: readonly (readonly [boolean, string])[] = [
		[metric === "", "It has no metric."],
		[metric === "kernel.hostname", "kernel.hostname is a name that transfer drops."],
		[endpoint === "", "It has no endpoint."],
		[
			!["GAUGE", "COUNTER", "DERIVE"].includes(counterType),
			`Its counterType is "${counterType}", and none of GAUGE, COUNTER and DERIVE.`,
		],
		[step <= 0, `Its step is ${step}.`],
		[!isNumber, `Its value is no number: ${JSON.stringify(value) ?? "none"}.`],
		[length > longest, `Its metric and its tags have ${length} bytes, and ${longest} are taken.`],
	];
	return rules.flatMap(([holds, why]) => (holds ? [why] : []));
}

function cellsOf({ endpoint, metric, value, step, counterType, tags }: Metric): string[] {
	const shown = typeof value === "string" ? value : (JSON.stringify(value) ?? "");
	return [metric, tags, shown, String(step), counterType, endpoint];
}
