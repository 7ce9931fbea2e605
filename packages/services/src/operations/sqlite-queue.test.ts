import { makeInstance } from "../../test/instance.ts";
import { type QueuePlace, queueContract } from "../../test/queue-contract.ts";
import type { StoredFailure } from "../running/ending.ts";
import { thisProcess } from "../running/process-identity.ts";
import { sqliteQueue } from "./sqlite-queue.ts";

queueContract("in SQLite", async (): Promise<QueuePlace> => {
	const instance = await makeInstance();
	const { database } = instance.ctx;
	return {
		async open(secondsLater = 0) {
			const ctx = await instance.open();
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
		async askForCancel(id) {
			const data = { cancelAskedAt: new Date(), cancelAskedBy: "bob" };
			await database.operation.update({ where: { id }, data });
		},
		async end(id) {
			const row = await database.operation.findUniqueOrThrow({ where: { id } });
			const { problems = [] } = (row.failure ?? {}) as unknown as Partial<StoredFailure>;
			const { state, sealedSecrets: secrets } = row;
			return row.endedAt && { state, problems: problems.map(({ code }) => code), secrets };
		},
		dispose: () => instance.dispose(),
	};
});
