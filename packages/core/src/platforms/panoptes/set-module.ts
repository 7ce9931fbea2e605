import { linesOf, parseIniFile } from "./ini.ts";
import { interpolate } from "./interpolate.ts";

/**
 * The ini file with another Module in [Core], and nothing else changed. Throws where that is not what it would then
 * say, which is our fault.
 */
export function setModule(bytes: Uint8Array, module: string): Uint8Array {
	const text = new TextDecoder().decode(bytes);
	const line = parseIniFile(bytes).ini.get("Core")?.get("module")?.line ?? 0;
	const [old] = linesOf(text).slice(line - 1, line);
	const written = module.replaceAll("%", "%%");
	const changed = old?.replace(/^([^=:]*[=:]\s*).*$/s, (_, start: string) => start + written);
	const result = new TextEncoder().encode(exchange(text, line, changed ?? ""));
	const core = parseIniFile(result).ini.get("Core");
	const said = core && interpolate(core.get("module")?.value ?? "", core);
	if (said !== module) throw new Error(`Module of an ini file became ${said}, not ${module}`);
	return result;
}

/** Line ends stay as they are. */
function exchange(text: string, line: number, by: string): string {
	const parts = text.split(/(\r\n|\r|\n)/);
	parts[(line - 1) * 2] = by;
	return parts.join("");
}
