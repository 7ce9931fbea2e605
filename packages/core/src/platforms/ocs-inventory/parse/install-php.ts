import { formatCount } from "../../../domain/counts.ts";
import { tooMuchSql as tooMuchSqlIn } from "../../../drivers/sql/parse/sql-amount.ts";
import { tokenFaults } from "../php/check-tokens.ts";
import { type Declaration, declarationsOf } from "../php/declarations.ts";
import { type Fault, findFaults } from "../php/faults.ts";
import { noVersion, type VersionLimit, versionLimits } from "../php/versions.ts";
import { PHP_VERSIONS, type PhpVersion } from "./php-engine.ts";
import { evaluateFunction, type PhpFunctions, type Unreadable } from "./php-evaluate.ts";
import { lineOf, nodesAt, type PhpNode, parsePhp, phpTokens, textAt } from "./php-nodes.ts";
import { decodeBytes, decodeText, encodeBytes, isUtf8 } from "./text.ts";

export type InstallFunction = "install" | "delete" | "upgrade";

export interface InstallPhp {
	/** Why it could not be read at all; null where it could. */
	readonly fault: string | null;
	/** Suffixes of `extension_install_<id>`, in the order of the file. The first is the id. */
	readonly ids: readonly string[];
	/** Suffix of `plugin_init_<id>`: the engine before OCS 2.6. */
	readonly oldEngineId: string | null;
	/** Of the three functions that OCS asks for, those that the id lacks. */
	readonly missing: readonly InstallFunction[];
	readonly install: readonly string[];
	readonly remove: readonly string[];
	/** Where it holds more SQL than is read: what of it; then no statement is told. */
	readonly tooMuchSql: string | null;
	readonly unreadable: readonly (Unreadable & { readonly function: string })[];
	/** What PHP refuses the whole file for, though it could be read. */
	readonly faults: readonly Fault[];
	/** What only some of the PHPs take that OCS runs on. */
	readonly limits: readonly VersionLimit[];
	/** What PHP knows everywhere once it has run the file, by `keyOf`. */
	readonly declarations: readonly Declaration[];
	/** `extension_install_<id>` in a namespace, where OCS does not look; null where there is none. */
	readonly namespaced: string | null;
	/** Line of code outside functions, which OCS's console runs at each look; null where there is none. */
	readonly looseCode: number | null;
	/** False where a statement is not UTF-8, and so cannot be shown as it is. */
	readonly isUtf8: boolean;
}

/** Far above every real one; a parser's time and memory grow with it. */
const LARGEST_SOURCE = 1024 * 1024;
const FUNCTIONS: readonly InstallFunction[] = ["install", "delete", "upgrade"];
const UNREAD: InstallPhp = {
	fault: null,
	ids: [],
	oldEngineId: null,
	missing: [],
	install: [],
	remove: [],
	tooMuchSql: null,
	unreadable: [],
	faults: [],
	limits: [],
	declarations: [],
	namespaced: null,
	looseCode: null,
	isUtf8: true,
};

/** Reads an extension's install.php without running it. `preferredId` decides where it installs several. */
export function readInstallPhp(bytes: Uint8Array, preferredId: string): InstallPhp {
	if (bytes.length > LARGEST_SOURCE) {
		return { ...UNREAD, fault: `it has more than ${formatCount(LARGEST_SOURCE)} bytes` };
	}
	const source = decodeBytes(bytes);
	try {
		return judged(source, preferredId, "8.4");
	} catch (cause) {
		return asOlder(source, preferredId, cause instanceof Error ? cause : new Error(String(cause)));
	}
}

function judged(source: string, preferredId: string, version: PhpVersion): InstallPhp {
	const tokens = phpTokens(source, version);
	const program = parsePhp(source, version);
	const read = {
		...readProgram(program, preferredId),
		faults: [...tokenFaults(tokens), ...findFaults(program, source)],
	};
	return bounded(withLimits(read, versionLimits(program, source)));
}

function withLimits(read: InstallPhp, limits: readonly VersionLimit[]): InstallPhp {
	const none = noVersion(limits);
	return { ...read, limits, faults: none === undefined ? read.faults : [...read.faults, none] };
}

/** Before PHP 8, `match` was a name and `#[` a comment; before 8.1, so was `readonly`. */
function asOlder(source: string, preferredId: string, cause: Error): InstallPhp {
	const message = cause.message.replace(/ on line \d+$/, "");
	for (const until of PHP_VERSIONS.slice(1)) {
		try {
			const read = judged(source, preferredId, until);
			const line = "lineNumber" in cause ? Number(cause.lineNumber) : 1;
			const what = `what a later PHP reads otherwise (${message})`;
			return withLimits(read, [{ line, what, until }, ...read.limits]);
		} catch {
			// Nor does this one read it.
		}
	}
	return { ...UNREAD, fault: cause.message };
}

function readProgram(program: PhpNode, preferredId: string): InstallPhp {
	const declarations = declarationsOf(program);
	const declared = declarations.filter(({ kind }) => kind === "function");
	const global = declared.filter(({ inNamespace }) => !inNamespace);
	const functions: PhpFunctions = new Map(
		global.map(({ name, node }) => [name.toLowerCase(), node]),
	);
	const names = global.map(({ name }) => name);
	const inNamespaces = declared.map(({ name }) => name.split("\\").at(-1) ?? "");
	const namespaced = suffixes(inNamespaces, "extension_install_")[0] ?? null;
	const ids = suffixes(names, "extension_install_").sort(
		(left, right) => rank(left, preferredId) - rank(right, preferredId),
	);
	const id = ids[0];
	const looseCode = findLooseCode(program);
	const oldEngineId =
		suffixes(names, "plugin_init_")[0] ?? suffixes(names, "plugin_version_")[0] ?? null;
	if (id === undefined) return { ...UNREAD, declarations, namespaced, oldEngineId, looseCode };

	const install = evaluateFunction(`extension_install_${id}`, functions);
	const remove = evaluateFunction(`extension_delete_${id}`, functions);
	const named = (unreadable: readonly Unreadable[], name: string) =>
		unreadable.map((entry) => ({ ...entry, function: `extension_${name}_${id}` }));
	return {
		...UNREAD,
		declarations,
		ids,
		oldEngineId,
		missing: FUNCTIONS.filter((name) => !functions.has(`extension_${name}_${id}`.toLowerCase())),
		install: install.statements.map(readable),
		remove: remove.statements.map(readable),
		tooMuchSql: null,
		unreadable: [...named(install.unreadable, "install"), ...named(remove.unreadable, "delete")],
		looseCode,
		isUtf8: [...install.statements, ...remove.statements].every((text) =>
			isUtf8(encodeBytes(text)),
		),
	};
}

function bounded(read: InstallPhp): InstallPhp {
	const tooMuchSql = tooMuchSqlIn([...read.install, ...read.remove]);
	return tooMuchSql === null ? read : { ...read, install: [], remove: [], tooMuchSql };
}

function suffixes(names: readonly string[], prefix: string): string[] {
	return names
		.filter((name) => name.toLowerCase().startsWith(prefix))
		.map((name) => name.slice(prefix.length));
}

function rank(id: string, preferredId: string): number {
	return id.toLowerCase() === preferredId.toLowerCase() ? 0 : 1;
}

/** Statements keep a byte order mark, should one be there: they are sent as they stand. */
function readable(statement: string): string {
	const bytes = encodeBytes(statement);
	return isUtf8(bytes)
		? new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes)
		: decodeText(bytes);
}

const DECLARATIONS: ReadonlySet<string> = new Set(
	"function class interface trait enum noop usegroup declare constantstatement namespace".split(
		" ",
	),
);

function findLooseCode(program: PhpNode): number | null {
	const loose = nodesAt(program, "children").find(
		(node) =>
			!DECLARATIONS.has(node.kind) &&
			!(node.kind === "inline" && /^[\s\u00ef\u00bb\u00bf]*$/.test(textAt(node, "value"))),
	);
	return loose === undefined ? null : lineOf(loose);
}
