import { execFile } from "node:child_process";
import { setTimeout as wait } from "node:timers/promises";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { noSshd, type Sshd, startSshd } from "./sshd.ts";

const execute = promisify(execFile);

describe.skipIf(noSshd)(`the sshd that tests start${noSshd ? ` (${noSshd})` : ""}`, () => {
	let sshd: Sshd;
	beforeAll(async () => {
		sshd = await startSshd();
	});
	afterAll(() => sshd.stop());

	it("lets OpenSSH's own client in, with the host key checked", async () => {
		const { stdout } = await command("echo in");
		expect(stdout).toBe("in\n");
	});

	it("ends open connections when told, and goes on listening", async () => {
		const ended = command("echo in; sleep 60").then(
			() => "by itself",
			() => "dropped",
		);
		// The first test has had a session too; this one is the second.
		while (sshd.log().split("Starting session").length < 3) await wait(10);
		sshd.dropConnections();
		expect(await ended).toBe("dropped");
		expect((await command("echo again")).stdout).toBe("again\n");
	});

	function command(text: string) {
		return execute("ssh", [
			...["-F", "/dev/null", "-i", sshd.clientKey, "-o", "IdentitiesOnly=yes"],
			...["-o", "StrictHostKeyChecking=yes", "-o", `UserKnownHostsFile=${sshd.knownHostsFile}`],
			sshd.address,
			text,
		]);
	}
});
