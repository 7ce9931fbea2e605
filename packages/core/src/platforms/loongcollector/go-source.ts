/** What matters of a file in Go: its imports, and the types of plugins that it registers. */
export interface GoSource {
	readonly imports: readonly string[];
	readonly types: readonly PluginType[];
}

export interface PluginType {
	/** Jobs in a pipeline: services and metrics are both inputs of it. */
	readonly kind: "input" | "processor" | "aggregator" | "flusher" | "extension";
	readonly name: string;
}

const kinds: Readonly<Record<string, PluginType["kind"]>> = {
	...{ Metric: "input", Service: "input", Processor: "processor", Aggregator: "aggregator" },
	...{ Flusher: "flusher", Extension: "extension" },
};

/** Both ways into the collector's maps, as upstream's own plugins use them; a name that is computed is not seen. */
const registration =
	/\bpipeline\.(?:Add(Metric|Service|Processor|Aggregator|Flusher|Extension)Creator\(\s*|(MetricInput|ServiceInput|Processor|Aggregator|Flusher|Extension)s\[\s*)(?:"([^"\\\n]*)"|`([^`]*)`)/g;

export function readGoSource(text: string): GoSource {
	const code = withoutComments(text);
	const head = code.split(/^(?:func|type|var|const)\b/m, 1)[0] ?? "";
	const blocks = [...head.matchAll(/^import\s*(?:\(([^)]*)\)|([^\n(]*))/gm)];
	return {
		imports: blocks.flatMap(([, many, one]) =>
			[...(many ?? one ?? "").matchAll(/"([^"\n]+)"|`([^`\n]+)`/g)].map(
				([, quoted, raw]) => quoted ?? raw ?? "",
			),
		),
		types: typesIn(code),
	};
}

export function typesIn(code: string): PluginType[] {
	return [...code.matchAll(registration)].flatMap(([, added, map, quoted, raw]) => {
		const kind = kinds[added ?? map?.replace(/Input$/, "") ?? ""];
		const name = quoted ?? raw ?? "";
		return kind === undefined || name === "" ? [] : [{ kind, name }];
	});
}

/** Comments and strings begin where the other is not under way. */
function withoutComments(text: string): string {
	return text.replace(
		/"(?:[^"\\\n]|\\.)*"|`[^`]*`|'(?:[^'\\\n]|\\.)*'|\/\/[^\n]*|\/\*[\s\S]*?\*\//g,
		(token) => (token.startsWith("/") ? (token.includes("\n") ? "\n" : " ") : token),
	);
}
