import type { Problem } from "../../domain/problem.ts";
import { loongcollectorCodes as codes } from "./codes.ts";

export function error(
	name: keyof typeof codes,
	path: string,
	message: string,
	hint: string,
): Problem {
	return { severity: "error", code: codes[name], path, message, hint };
}

export function warning(
	name: keyof typeof codes,
	path: string,
	message: string,
	hint: string,
): Problem {
	return { severity: "warning", code: codes[name], path, message, hint, part: "server" };
}
