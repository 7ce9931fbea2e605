import { chownSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { inheritOwnerIfThere } from "./inherit-owner.ts";

test.skipIf(process.getuid?.() !== 0)("gives what root made to whose folder it is in", async () => {
	const home = mkdtempSync(join(tmpdir(), "graft-owner-"));
	try {
		mkdirSync(join(home, "state/place"), { recursive: true });
		writeFileSync(join(home, "state/place/receipt.json"), "{}");
		chownSync(home, 4321, 4321);
		await inheritOwnerIfThere(join(home, "state"));
		for (const path of ["state", "state/place", "state/place/receipt.json"])
			expect(statSync(join(home, path)).uid).toBe(4321);
		await inheritOwnerIfThere(join(home, "known_hosts"));
	} finally {
		rmSync(home, { recursive: true });
	}
});
