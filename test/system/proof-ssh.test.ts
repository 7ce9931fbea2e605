import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openConnection } from "@graft/core/connections/open-connection";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { commonFormat } from "../../packages/core/src/platforms/ocs-inventory/apache/access-log-format.ts";
import { readFailures } from "../../packages/core/src/platforms/ocs-inventory/proof/read-failures.ts";
import { noSshd, startSshd } from "./sshd.ts";

describe.skipIf(noSshd)(`a server's failures over SSH${noSshd ? ` (${noSshd})` : ""}`, () => {
	let folder: string;
	beforeEach(() => {
		folder = mkdtempSync(join(tmpdir(), "graft proof 'ssh' $x-"));
	});
	afterEach(() => rmSync(folder, { recursive: true }));

	it.each([
		["with a shell", false],
		["with SFTP alone", true],
	])("are the same %s", async (_name, sftpOnly) => {
		const [access, error] = [join(folder, "access.log"), join(folder, "error.log")];
		const line = (status: number) =>
			`::1 - - [21/Nov/2026:12:00:00 +0100] "POST /ocsinventory HTTP/1.1" ${status} 7\n`;
		writeFileSync(access, line(200).repeat(20_000) + line(500) + line(200));
		writeFileSync(error, "[perl:error] DBD::mysql::st execute failed: no table\nother\n");
		const logs = JSON.stringify({ access: [[{ path: access, format: commonFormat }]], error });
		const sshd = await startSshd({ sftpOnly });
		try {
			const connection = await openConnection(
				{ address: sshd.address, identityFile: sshd.clientKey },
				{ stateFolder: folder, knownHosts: sshd.knownHostsFile },
			);
			try {
				const facts = { folders: {}, values: { logs }, home: "/", workFolder: "/w" };
				expect(await readFailures(connection, { ...facts, notes: [], problems: [] })).toEqual({
					at: [Date.UTC(2026, 10, 21, 11)],
					last: "DBD::mysql::st execute failed: no table",
				});
			} finally {
				await connection.close();
			}
		} finally {
			await sshd.stop();
		}
	});
});
