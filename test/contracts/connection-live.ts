import { writeFileSync } from "node:fs";
import { expect, it } from "vitest";
import { gone } from "../system/gone.ts";
import type { Here } from "./connection-place.ts";

/** Commands while they run. */
export function liveCommands(here: Here): void {
	const waiting = ["sh", "-c", "sleep 300 & echo $$ $!; wait"];

	it("tell each line as it comes, whole, and the last one without its end", async () => {
		const script = `echo first; until [ -e "$1" ]; do sleep 0.05; done; printf 'sec'; printf 'ond é\\r\\n'; echo third >&2; printf last`;
		const lines: string[] = [];
		const said = await here.connection.run(["sh", "-c", script, "sh", here.at("go-on")], {
			output(line) {
				lines.push(line);
				// It waits for this: a line that is told at the end only would come too late.
				if (line === "first") writeFileSync(here.at("go-on"), "");
			},
		});
		expect(lines.toSorted()).toEqual(["first", "last", "second é", "third"]);
		expect(said).toEqual({ code: 0, stdout: "first\nsecond é\r\nlast", stderr: "third\n" });
	});

	it("that say much are kept at both ends, and not held up", async () => {
		const script = `echo begun; head -c 3000000 /dev/zero | tr '\\0' .; echo; echo ended; echo done >&2`;
		const lines: string[] = [];
		const { stdout, stderr } = await here.connection.run(["sh", "-c", script], {
			output: (line) => lines.push(line),
		});
		expect(stdout).toMatch(
			/^begun\n\.{500000,}\n… 1,951,437 bytes are left out …\n\.{500000,}\nended\n$/,
		);
		expect(Buffer.byteLength(stdout)).toBeLessThan(1024 * 1024 + 100);
		expect(stderr).toBe("done\n");
		expect(lines.filter((line) => line !== "done")).toEqual([
			"begun",
			`${".".repeat(2_000)}…`,
			"ended",
		]);
	});

	it("of up to 1 MiB are kept whole", async () => {
		const script = "head -c 1048576 /dev/zero | tr '\\0' .";
		const { stdout } = await here.connection.run(["sh", "-c", script]);
		expect(stdout).toBe(".".repeat(1024 * 1024));
	});

	it("that are cancelled are ended with all they started, and the connection goes on", async () => {
		const cancel = new AbortController();
		let pids: string[] = [];
		const running = here.connection.run(waiting, {
			signal: cancel.signal,
			output(line) {
				pids = line.split(" ");
				cancel.abort();
			},
		});
		await expect(running).rejects.toMatchObject({ name: "GraftError", kind: "cancelled" });
		expect(pids).toHaveLength(2);
		for (const pid of pids) await gone(pid);
		expect((await here.connection.run(["echo", "on"])).stdout).toBe("on\n");
	});

	it("that are cancelled before they begin are not begun", async () => {
		const running = here.connection.run(["touch", here.at("begun")], {
			signal: AbortSignal.abort(),
		});
		await expect(running).rejects.toMatchObject({ name: "GraftError", kind: "cancelled" });
		expect(await here.connection.stat(here.at("begun"))).toBeUndefined();
	});

	it("are not touched by a cancel once they have ended", async () => {
		const cancel = new AbortController();
		const { signal } = cancel;
		expect((await here.connection.run(["echo", "on"], { signal })).stdout).toBe("on\n");
		cancel.abort();
		expect((await here.connection.run(["echo", "on"])).stdout).toBe("on\n");
	});

	it("whose hearer fails are ended, and its failure is told", async () => {
		let pids: string[] = [];
		const running = here.connection.run(waiting, {
			output(line) {
				pids = line.split(" ");
				throw new Error("deaf");
			},
		});
		await expect(running).rejects.toThrow("deaf");
		for (const pid of pids) await gone(pid);
	});
}
