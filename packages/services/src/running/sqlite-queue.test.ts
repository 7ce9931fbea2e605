import type { Database } from "@graft/database/open-database";
import { makeInstance } from "../../test/instance.ts";
import { type QueuePlace, queueContract } from "../../test/queue-contract.ts";
import type { StoredFailure } from "../running/ending.ts";
import { thisProcess } from "../running/process-identity.ts";
import { sqliteQueue } from "./sqlite-queue.ts";

queueContract("in SQLite", async (): Promise<QueuePlace> => {
	const instance = await makeInstance();
	const { database } = instance.ctx;
	// What is stored together goes by one session.
	let first: Database | undefined;
	return {
		async open(secondsLater = 0) {
			const ctx = await instance.open();
			first ??= ctx.database;
			const clock = () => new Date(Date.now() + secondsLater * 1_000);
			return sqliteQueue({ database: ctx.database, clock });
		},
		async hold(extensionId) {
			const data = {
				extensionId,
				holder: "h",
				kind: "install",
				actor: "bob",
				process: thisProcess(),
			};
			await database.lease.create({ data: { ...data, since: new Date(), beatAt: new Date() } });
		},
		async letGo(extensionId) {
			await database.lease.delete({ where: { extensionId } });
		},
		async end(id) {
			const row = await database.operation.findUnique({ where: { id } });
			if (row?.endedAt == null) return null;
			const { problems = [] } = (row.failure ?? {}) as unknown as Partial<StoredFailure>;
			const { state, outcome, sealedSecrets: secrets } = row;
			return { state, outcome, problems: problems.map(({ code }) => code), secrets };
		},
		write(fails) {
			const id = "written";
			const session = first ?? database;
			const empty = { actor: "", action: "", target: "", detail: "" };
			return fails
				? session.auditEvent.delete({ where: { id: "not there" } })
				: session.auditEvent.create({ data: { id, at: new Date(), ...empty } });
		},
		isWritten: async () => (await database.auditEvent.count()) > 0,
		dispose: () => instance.dispose(),
	};
});
