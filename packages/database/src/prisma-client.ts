import { PrismaBetterSqlite3 } from "@prisma/adapter-better-sqlite3";
import { PrismaClient } from "./generated/client.ts";
import { busyTimeoutMs } from "./sqlite-file.ts";

/** `now`: opens the file at once, and not at the first query. */
export async function openPrisma(path: string, now: boolean): Promise<PrismaClient> {
	const options = { url: path, timeout: busyTimeoutMs };
	if (!now) return new PrismaClient({ adapter: new PrismaBetterSqlite3(options) });
	const adapter = new OpenedNow(options);
	await adapter.open();
	return new PrismaClient({ adapter });
}

class OpenedNow extends PrismaBetterSqlite3 {
	#opened: ReturnType<PrismaBetterSqlite3["connect"]> | undefined;

	async open(): Promise<void> {
		this.#opened = super.connect();
		// Only the first read opens the files beside it.
		await (await this.#opened).queryRaw({
			sql: "SELECT 1 FROM sqlite_master",
			args: [],
			argTypes: [],
		});
	}

	override connect(): ReturnType<PrismaBetterSqlite3["connect"]> {
		const opened = this.#opened ?? super.connect();
		this.#opened = undefined;
		return opened;
	}
}
