import type { Extension } from "@graft/core/domain/extension";
import type { Problem } from "@graft/core/domain/problem";
import type { Prisma } from "@graft/database/generated/client";

/** JSON columns hold just what is written by the functions below; these give it its type again. */
export function storedExtension(json: Prisma.JsonValue): Extension {
	return json as unknown as Extension;
}

/** False for what was stored before names of PHP and of agents' data counted among claims: its files are read again. */
export function hasAllClaims({ platform, claims, parts }: Extension): boolean {
	if (platform !== "ocs-inventory") return true;
	const { sections, elements } = parts.server;
	return (
		claims.some(({ kind }) => kind === "php") && (sections.length === 0 || elements !== undefined)
	);
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
