import { existsSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { faultyConnection } from "../../../../../../test/builders/faulty-connection.ts";
import { openLocal } from "../../../connections/local/open-local.ts";
import { GraftError } from "../../../domain/errors.ts";
import { makeFolders, makeStateFolder } from "./make-folders.ts";

let folder: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), "graft-folders-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const at = (...names: string[]): string => join(folder, ...names);

describe("folders in one another", () => {
	const chain = () => ["a", "a/b", "a/b/c"].map((name) => ({ target: at(name), mode: 0o755 }));

	it("are made by a server that takes the inner ones first, too", async () => {
		const asked = new Set<string>();
		const connection = faultyConnection(openLocal(folder), {
			fail: (call) => {
				const isEarly = call.startsWith(`makeFolder ${at("a")}/`) && !asked.has(call);
				asked.add(call);
				return isEarly ? new GraftError("refused", "No such file") : undefined;
			},
		});
		await makeFolders(connection, chain());
		expect(existsSync(at("a/b/c"))).toBe(true);
	});

	it("fail with the reason of the outermost one", async () => {
		const connection = faultyConnection(openLocal(folder), {
			fail: (call) =>
				call.startsWith("makeFolder ") ? new GraftError("refused", `not ${call}`) : undefined,
		});
		await expect(makeFolders(connection, chain())).rejects.toThrow(`not makeFolder ${at("a")}`);
	});
});

describe("a folder for lasting state", () => {
	it.each(["state", "new/home/.local/state"])("is made below %s, and is private", async (name) => {
		await makeStateFolder(openLocal(at(name)), at(name, "place/receipts"));
		for (const below of [name, `${name}/place`, `${name}/place/receipts`])
			expect(statSync(at(below)).mode & 0o777).toBe(0o700);
		await makeStateFolder(openLocal(at(name)), at(name, "place/receipts/kept"));
		expect(existsSync(at(name, "place/receipts/kept"))).toBe(true);
	});
});
