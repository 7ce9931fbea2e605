import type { FailureKind, GraftError } from "@graft/core/domain/errors";
import { fewerProblems } from "@graft/core/domain/fewer-problems";
import type { Problem } from "@graft/core/domain/problem";
import * as z from "zod";

/** Why something was not done, as a page shows it: what, where, what to do. */
export interface Failure {
	readonly kind: FailureKind | "signed-out" | "not-allowed" | "bug";
	readonly message: string;
	readonly hint: string;
	readonly problems: readonly Problem[];
}

/** Thrown by the guards; its failure is told like any other. */
export class GuardError extends Error {
	readonly failure: Failure;

	constructor(kind: Failure["kind"], message: string, hint: string) {
		super(message);
		this.failure = { kind, message, hint, problems: [] };
	}
}

// By name: start-up and routes hold one copy of each module each, so instanceof would miss some.
function isGraftError(error: unknown): error is GraftError {
	return error instanceof Error && error.name === "GraftError";
}

/** That what was asked for is not there, and nothing worse. */
export function isNotFound(error: unknown): boolean {
	return isGraftError(error) && error.kind === "not-found";
}

/** That it was asked for in a way in which nothing can be. */
export function isUsage(error: unknown): boolean {
	return isGraftError(error) && error.kind === "usage";
}

/** That it cannot be done or shown as things are; the error says why. */
export function isRefused(error: unknown): boolean {
	return isGraftError(error) && error.kind === "refused";
}

/** Tells people's and places' failures from our own bugs; those go to the terminal, with their trace. */
export function failureOf(error: unknown): Failure {
	if (error instanceof GuardError) return error.failure;
	if (isGraftError(error)) {
		const { kind, message, hint, problems } = error;
		return { kind, message, hint, problems: fewerProblems(problems) };
	}
	if (error instanceof z.ZodError) {
		const message = error.issues.map(({ message }) => message).join(" ");
		return { kind: "usage", message, hint: "", problems: [] };
	}
	console.error(error);
	return {
		kind: "bug",
		message: "Something went wrong in Graft itself.",
		hint: "The terminal in which Graft runs says more.",
		problems: [],
	};
}

const statuses: Record<Failure["kind"], number> = {
	usage: 400,
	"signed-out": 401,
	"not-allowed": 403,
	"not-found": 404,
	refused: 422,
	drift: 409,
	cancelled: 409,
	"host-key": 409,
	"partly-done": 500,
	bug: 500,
	unreachable: 502,
};

export function statusOf({ kind }: Failure): number {
	return statuses[kind];
}
