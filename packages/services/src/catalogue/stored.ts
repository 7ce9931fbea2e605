import type { Extension } from "@graft/core/domain/extension";
import type { Problem } from "@graft/core/domain/problem";
import type { ProblemCode } from "@graft/core/domain/problem-codes";
import type { Prisma } from "@graft/database/generated/client";
import * as z from "zod";

/** A code of an older or newer Graft stays what it is: it is shown, and may have been accepted. */
const code = z.string() as unknown as z.ZodType<ProblemCode>;

const problems = z
	.array(
		z.object({
			severity: z.enum(["error", "warning", "info"]),
			code,
			path: z.string(),
			message: z.string(),
			hint: z.string(),
			part: z.enum(["web", "database", "server", "agent"]).exactOptional(),
			schemaVersions: z.array(z.number()).readonly().exactOptional(),
		}),
	)
	.readonly() satisfies z.ZodType<readonly Problem[]>;

export function storedProblems(json: unknown): readonly Problem[] {
	return problems.parse(json);
}

const codes = z.array(z.string()).readonly();

export function storedCodes(json: unknown): readonly string[] {
	return codes.parse(json);
}

/** Plain data of the domain, as a JSON column takes it. */
export function toJson(value: Extension | readonly Problem[] | readonly string[]) {
	return value as unknown as Prisma.InputJsonValue;
}
