import { readFile, stat, symlink, writeFile } from "node:fs/promises";
import { expect, it } from "vitest";
import { bytesOf } from "../builders/tree.ts";
import { digest, type Here } from "./connection-place.ts";

/** What becomes of what is there, and what is not. */
export function files(here: Here): void {
	it("are written over whole, with the new mode", async () => {
		await here.connection.write(here.at("file"), bytesOf("a long text"), { mode: 0o600 });
		await here.connection.write(here.at("file"), bytesOf("short"), { mode: 0o666 });
		expect(await readFile(here.at("file"), "utf8")).toBe("short");
		expect((await stat(here.at("file"))).mode & 0o7777).toBe(0o666);
	});

	it("are never written through a link: what lies there makes way", async () => {
		await writeFile(here.at("precious"), "precious", { mode: 0o600 });
		await symlink(here.at("precious"), here.at("link"));
		await symlink(here.at("nowhere"), here.at("dangling"));
		for (const name of ["link", "dangling"]) {
			expect(
				await here.connection.write(here.at(name), bytesOf("no"), { mode: 0o644, exclusive: true }),
			).toBe(false);
			expect(await here.connection.write(here.at(name), bytesOf("new"), { mode: 0o644 })).toBe(
				true,
			);
			expect(await readFile(here.at(name), "utf8")).toBe("new");
			expect(await here.connection.kind(here.at(name))).toBe("file");
		}
		expect(await readFile(here.at("precious"), "utf8")).toBe("precious");
		expect((await stat(here.at("precious"))).mode & 0o7777).toBe(0o600);
		expect(await here.connection.kind(here.at("nowhere"))).toBeUndefined();
	});

	it("are made by one only, where that is asked for", async () => {
		const made = await Promise.all(
			["one", "two", "three"].map((text) =>
				here.connection.write(here.at("lock"), bytesOf(text), { mode: 0o600, exclusive: true }),
			),
		);
		expect(made.filter((mine) => mine)).toHaveLength(1);
		const winner = ["one", "two", "three"][made.indexOf(true)];
		expect(await readFile(here.at("lock"), "utf8")).toBe(winner);
	});

	it("that are not there are undefined, not an error", async () => {
		await writeFile(here.at("file"), "");
		for (const path of [here.at("none"), here.at("none/below"), here.at("file/below")]) {
			expect(await here.connection.read(path)).toBeUndefined();
			expect(await here.connection.stat(path)).toBeUndefined();
			expect(await here.connection.list(path)).toBeUndefined();
			await here.connection.remove(path);
		}
	});

	it("that are larger than the limit are refused, by name", async () => {
		await writeFile(here.at("big"), Buffer.alloc(1001));
		await expect(here.connection.read(here.at("big"), 1000)).rejects.toMatchObject({
			name: "GraftError",
			kind: "refused",
			message: expect.stringContaining("big"),
		});
		expect(await here.connection.read(here.at("big"), 1001)).toHaveLength(1001);
		expect(await here.connection.digest(here.at("big"))).toBe(digest(Buffer.alloc(1001)));
	});

	it("that say they are empty, as those of the kernel do, are read to their end", async () => {
		const uptime = await here.connection.read("/proc/self/status");
		expect(Buffer.from(uptime ?? []).toString()).toContain("VmRSS");
	});

	it("with odd names are what they are", async () => {
		for (const name of ["a b", "$(id)", "é", "-rf", "'\"", "new\nline"]) {
			await here.connection.write(here.at(name), bytesOf(name), { mode: 0o644 });
			expect(await readFile(here.at(name), "utf8")).toBe(name);
		}
	});

	it("take the place of others in one go", async () => {
		await here.connection.write(here.at("new"), bytesOf("new"), { mode: 0o644 });
		await here.connection.write(here.at("old"), bytesOf("old"), { mode: 0o644 });
		await here.connection.rename(here.at("new"), here.at("old"));
		expect(await readFile(here.at("old"), "utf8")).toBe("new");
		expect(await here.connection.stat(here.at("new"))).toBeUndefined();
	});

	it("are removed, twice if need be", async () => {
		await here.connection.write(here.at("file"), bytesOf(""), { mode: 0o644 });
		await here.connection.remove(here.at("file"));
		await here.connection.remove(here.at("file"));
		expect(await here.connection.stat(here.at("file"))).toBeUndefined();
	});
}
