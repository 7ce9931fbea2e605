/** What matters of a file in Go: its imports, and the types of plugins that it registers. */
export interface GoSource {
	readonly imports: readonly string[];
	readonly registrations: readonly Registration[];
	/** Texts by the names that they are given. */
	readonly constants: ReadonlyMap<string, string>;
}

/** What a type is called: the text itself, or the constant that holds it. */
export type Registration = { readonly kind: PluginType["kind"] } & (
	| { readonly name: string }
	| { readonly constant: string }
);

export interface PluginType {
	/** Jobs in a pipeline: services and metrics are both inputs of it. */
	readonly kind: "input" | "processor" | "aggregator" | "flusher" | "extension";
	readonly name: string;
}

const kinds: Readonly<Record<string, PluginType["kind"]>> = {
	...{ Metric: "input", Service: "input", Processor: "processor", Aggregator: "aggregator" },
	...{ Flusher: "flusher", Extension: "extension" },
};

const value = String.raw`\s*("[^"\\\n]*"|\`[^\`]*\`|[^,\]\s"\`][^,\]\n]{0,200}?)\s*`;
/** Both ways into the collector's maps, as upstream's own plugins use them. */
const registration = new RegExp(
	String.raw`\bpipeline\.(?:Add(Metric|Service|Processor|Aggregator|Flusher|Extension)Creator\(${value},|(MetricInput|ServiceInput|Processor|Aggregator|Flusher|Extension)s\[${value}\]\s*=(?!=))`,
	"g",
);
const constant =
	/^[ \t]*(?:(?:const|var)[ \t]+)?([A-Za-z_]\w*)[ \t]*(?:string[ \t]*)?=[ \t]*"([^"\\\n]*)"/gm;

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
		registrations: registrationsIn(code),
		constants: constantsIn(code),
	};
}

export function registrationsIn(code: string): Registration[] {
	return [...code.matchAll(registration)].flatMap(([, added, name, map, key]): Registration[] => {
		const kind = kinds[added ?? map?.replace(/Input$/, "") ?? ""];
		const said = name ?? key ?? "";
		if (kind === undefined) return [];
		return [/^["`]/.test(said) ? { kind, name: said.slice(1, -1) } : { kind, constant: said }];
	});
}

export function constantsIn(code: string): Map<string, string> {
	return new Map(
		[...code.matchAll(constant)].map(([, name = "", text = ""]): [string, string] => [name, text]),
	);
}

/** Constants of its own package, and by `package.Name` those of any. null for a name that is worked out. */
export function typeOf(
	registration: Registration,
	own: ReadonlyMap<string, string>,
	all: ReadonlyMap<string, string>,
): PluginType | null {
	const { kind } = registration;
	if ("name" in registration) return { kind, name: registration.name };
	const [first = "", second] = registration.constant.split(".");
	const name = second === undefined ? own.get(first) : all.get(second);
	return name === undefined ? null : { kind, name };
}

/** Comments and strings begin where the other is not under way. */
function withoutComments(text: string): string {
	return text.replace(
		/"(?:[^"\\\n]|\\.)*"|`[^`]*`|'(?:[^'\\\n]|\\.)*'|\/\/[^\n]*|\/\*[\s\S]*?\*\//g,
		(token) => (token.startsWith("/") ? (token.includes("\n") ? "\n" : " ") : token),
	);
}
