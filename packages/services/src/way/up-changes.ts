import { labelOf } from "@graft/core/connections/find-transport";
import type { Binding } from "@graft/core/domain/binding-plan";
import type { Operation } from "@graft/database/generated/client";
import * as z from "zod";
import { readNote } from "../bindings/noted-bindings.ts";
import type { Context } from "../context/context.ts";
import { type StoredAddress, storedAddress } from "../context/server-address.ts";
import { type TableCounts, tableCounts } from "../tables/count-tables.ts";
import { refusedUndo } from "./refused-undo.ts";

/** Where an `up` put the server part. */
export interface ServerChanged {
	readonly server: StoredAddress;
	readonly serverDir?: string | undefined;
	/** The version that stood there before; null where none did. */
	readonly former: string | null;
}

/** What an `up` that is done changed, as its parts noted it. Of its secrets nothing is left. */
export interface UpChanges {
	readonly id: string;
	/** What was accepted for the way there. */
	readonly accepted: readonly string[];
	readonly reload: boolean;
	/** null where it imported nothing; `former`: the archive whose place it took. */
	readonly folder: { readonly former: string | null } | null;
	/** null where it was active as it is already. */
	readonly activation: { readonly wasActive: boolean; readonly made: TableCounts } | null;
	/** In the order in which they were changed. */
	readonly servers: readonly ServerChanged[];
	/** Of its folder in a repository, the version that stood there before; null where it was not changed. */
	readonly repository: { readonly former: string | null } | null;
	/** What its groups were bound to before; null where that was not changed. */
	readonly groups: { readonly former: readonly Binding[] } | null;
	/** null where agents were given nothing. */
	readonly deployment: {
		readonly version: string;
		readonly server: StoredAddress;
		readonly downloadDir?: string | undefined;
	} | null;
}

/** As it was stored: secrets and the archive itself are marks by then. */
const storedUp = z.object({
	accept: z.array(z.string()),
	servers: z.array(z.object({ server: storedAddress, serverDir: z.string().optional() })),
	reload: z.boolean(),
	deployment: z.object({ server: storedAddress, downloadDir: z.string().optional() }).optional(),
});

/** `operation`: the id of the `up`. Throws GraftError "refused" for one of a version that noted too little. */
export async function readUpChanges(
	{ database }: Pick<Context, "database">,
	operation: string,
): Promise<UpChanges> {
	const {
		extensionId: id,
		input,
		parts,
	} = await database.operation.findUniqueOrThrow({
		where: { id: operation },
		include: { parts: { include: { server: true }, orderBy: { startedAt: "asc" } } },
	});
	const asked = storedUp.parse(input);
	const done = parts.filter(({ state }) => state === "done");
	// The first of each kind: a process that went on after another one found what that had done.
	const first = (kind: string) => done.find((part) => part.kind === kind);
	// Of one whose process died once all of it counted, the next one found nothing to do, and has no part.
	const begun = (kind: string) => first(kind) ?? parts.findLast((part) => part.kind === kind);
	const [imported, deployed] = [first("import"), begun("deploy")];
	const activated = first("activate") ?? parts.findLast(hasNotedTables);
	if (activated?.madeTables === null) throw notedTooLittle(id);
	const { deployment } = asked;
	const elsewhere = parts.filter(({ kind, server }) => kind === "install" && server === null);
	// What is done to groups has no version of its own, and notes what stood there before it changes anything.
	const pushed = elsewhere.find(({ state, version }) => state === "done" && version !== null);
	const bound = elsewhere.find(({ before, version }) => before !== null && version === null);
	return {
		...{ id, accepted: asked.accept, reload: asked.reload },
		folder: imported === undefined ? null : { former: imported.before },
		activation:
			activated === undefined
				? null
				: { wasActive: activated.before !== null, made: tableCounts.parse(activated.madeTables) },
		servers: asked.servers.map((named, at) => {
			const isSame = ({ server }: { readonly server: StoredAddress }) =>
				labelOf(server) === labelOf(named.server);
			const nth = asked.servers.slice(0, at).filter(isSame).length;
			const there = done.filter(
				({ kind, server }) => kind === "install" && server?.label === labelOf(named.server),
			);
			return { ...named, former: there[nth]?.before ?? null };
		}),
		repository: pushed === undefined ? null : { former: pushed.before },
		groups: bound?.before == null ? null : { former: readNote(bound.before) },
		deployment:
			deployed === undefined || deployment === undefined
				? null
				: { ...deployment, version: deployed.version ?? "" },
	};
}

/** It does so right before what it did counts. */
function hasNotedTables({ kind, madeTables }: Operation): boolean {
	return kind === "activate" && madeTables !== null;
}

function notedTooLittle(id: string) {
	return refusedUndo(
		"It was done by a version of Graft that did not note what was there before.",
		`To remove it from all places: install-plugin remove ${id}`,
	);
}
