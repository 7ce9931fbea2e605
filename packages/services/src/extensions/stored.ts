import type { Extension } from "@graft/core/domain/extension";
import type { Problem } from "@graft/core/domain/problem";
import type { Prisma } from "@graft/database/generated/client";

/** JSON columns hold just what is written by the functions below; these give it its type again. */
export function storedExtension(json: Prisma.JsonValue): Extension {
	return json as unknown as Extension;
}

/** False for what was stored before the names of PHP counted among claims: its files have to be read again. */
export function hasAllClaims({ platform, claims }: Extension): boolean {
	return platform !== "ocs-inventory" || claims.some(({ kind }) => kind === "php");
}

export function storedProblems(json: Prisma.JsonValue): readonly Problem[] {
	return json as unknown as readonly Problem[];
}

export function storedCodes(json: Prisma.JsonValue): readonly string[] {
	return json as unknown as readonly string[];
}

/** Plain data of the domain, as a JSON column takes it. */
export function toJson(value: Extension | readonly Problem[] | readonly string[]) {
	return value as unknown as Prisma.InputJsonValue;
}
