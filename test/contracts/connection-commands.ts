import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { expect, it } from "vitest";
import { gone } from "../system/gone.ts";
import { digest, type Here } from "./connection-place.ts";

export function commands(here: Here): void {
	it("get their words as they are, and give back what they say", async () => {
		const words = ["a b", "$(id)", "`id`", "'", '"', "", "new\nline", "*", "-n", "é"];
		const said = await here.connection.run(["printf", "[%s]", ...words]);
		expect(said).toEqual({
			code: 0,
			stdout: `${words.map((w) => `[${w}]`).join("")}`,
			stderr: "",
		});
	});

	it("tell their code and both streams", async () => {
		const said = await here.connection.run(["sh", "-c", "echo out; echo err >&2; exit 3"]);
		expect(said).toEqual({ code: 3, stdout: "out\n", stderr: "err\n" });
	});

	it("that cannot be found are 127", async () => {
		expect((await here.connection.run(["no-such-command-here"])).code).toBe(127);
	});

	it("that a signal ends are told as a shell tells it", async () => {
		expect((await here.connection.run(["sh", "-c", "kill -TERM $$"])).code).toBe(128 + 15);
	});

	it("read what they are given, and nothing where nothing is given", async () => {
		const input = randomBytes(300_000);
		const said = await here.connection.run(["sha256sum"], { input });
		expect(said.stdout).toContain(digest(input));
		expect((await here.connection.run(["cat"])).stdout).toBe("");
	});

	it("need not read what they are given", async () => {
		const said = await here.connection.run(["true"], { input: randomBytes(3_000_000) });
		expect(said.code).toBe(0);
	});

	it("that take too long are ended, and the connection goes on", async () => {
		const mark = here.at("still-running");
		const long = here.connection.run(["sh", "-c", `echo $$ > ${mark}; exec sleep 300`], {
			timeoutMs: 1_500,
		});
		await expect(long).rejects.toMatchObject({ name: "GraftError", kind: "refused" });
		const pid = (await readFile(mark, "utf8")).trim();
		await gone(pid);
		expect((await here.connection.run(["echo", "on"])).stdout).toBe("on\n");
	});

	it("that leave a service behind do not wait for it", async () => {
		const said = await here.connection.run(["sh", "-c", "sleep 30 & echo $!"]);
		expect(said.code).toBe(0);
		process.kill(Number(said.stdout));
	});

	it("run several at once", async () => {
		const all = await Promise.all(
			[1, 2, 3, 4, 5].map((n) => here.connection.run(["echo", String(n)])),
		);
		expect(all.map((said) => said.stdout)).toEqual(["1\n", "2\n", "3\n", "4\n", "5\n"]);
	});

	it("are more than a server takes at once, and all of them are run", async () => {
		const all = Array.from({ length: 40 }, (_, at) => at);
		const say = (at: number) => here.connection.run(["sh", "-c", `sleep 0.05; echo ${at}`]);
		const said = await Promise.all(all.map(say));
		expect(said.map(({ stdout }) => stdout)).toEqual(all.map((at) => `${at}\n`));
	});
}
