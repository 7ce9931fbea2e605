import { GraftError } from "@graft/core/domain/errors";
import type { Context } from "../context/context.ts";
import type { OperationKind } from "../context/operation-kinds.ts";

const words: Partial<Record<OperationKind, string>> = {
	import: "it was imported",
	"switch-version": "its version was changed",
	activate: "it was activated",
	deactivate: "it was deactivated",
	install: "its server part was installed",
	uninstall: "its server part was uninstalled",
	withdraw: "its packages were withdrawn",
	deploy: "it was deployed",
};

/** What of an operation was done, and counts, before its process ended; for people. */
export async function partsDone(ctx: Context, { id }: { id: string }): Promise<readonly string[]> {
	const parts = await ctx.database.operation.findMany({
		where: { parentId: id, state: "done" },
		include: { server: true },
		orderBy: { startedAt: "asc" },
	});
	return parts.flatMap(({ kind, server }) => {
		const what = words[kind as OperationKind];
		if (what === undefined) return [];
		if (server === null && kind === "install") return ["its folder was pushed to a repository"];
		if (server === null && kind === "uninstall") return ["its folder in a repository was changed"];
		return server === null ? [what] : [`${what} (${server.label})`];
	});
}

/** Whoever went on undoes only what it did itself: what was done before stays, and is told. */
export function withBefore(before: readonly string[], error: unknown): unknown {
	if (before.length === 0 || !(error instanceof GraftError)) return error;
	const message = /[.!?]$/.test(error.message) ? error.message : `${error.message}.`;
	return new GraftError(
		"partly-done",
		`${message} Done before its process ended, and there still: ${before.join("; ")}.`,
		{
			hint: error.hint || "Start it again and it continues from there, or remove the extension.",
			problems: error.problems,
			cause: error,
		},
	);
}
