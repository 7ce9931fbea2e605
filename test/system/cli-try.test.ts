import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { falconFiles } from "../builders/falcon-files.ts";
import { ocsFiles } from "../builders/ocs-files.ts";
import type { Files } from "../builders/tree.ts";
import { makeZip } from "../builders/zip.ts";
import { type Instance, makeInstance } from "./command-line.ts";
import { gone } from "./gone.ts";

let graft: Instance;
beforeEach(async () => {
	graft = await makeInstance();
});
afterEach(() => graft.remove());

const zip = (files: Files) => {
	const path = join(graft.folder, "x.zip");
	writeFileSync(path, makeZip(files));
	return path;
};
/** A plugin that prints one metric whose tags are what the shell makes of `tags`. */
const telling = (tags: string, before = "") =>
	`#!/bin/sh\n${before}\nprintf '[{"endpoint":"h","metric":"x","timestamp":1,"step":60,"value":1,"counterType":"GAUGE","tags":"%s"}]' "${tags}"\n`;
const tried = async (script: string) => {
	const { code, value } = await graft.json<{ rows: { cells: string[] }[]; faults: string[] }>([
		...["try", zip({ "60_x.sh": script }), "--yes"],
	]);
	return { code, tags: value.rows?.[0]?.cells[1] };
};

describe("install-plugin try", () => {
	it("runs one script once, and shows each metric of it", async () => {
		const { code, stdout, stderr } = await graft.run([
			...["try", zip(falconFiles()), "60_ntp.sh", "--yes"],
		]);
		expect(code, stderr).toBe(0);
		expect(stdout).toMatch(/^ntp: 60_ntp\.sh ran once\n {2}metric +tags +value/);
		expect(stdout).toContain("1 metric would be taken, 0 dropped.");
		expect(readdirSync(tmpdir()).filter((name) => name.startsWith("graft-try-"))).toEqual([]);
	});

	it("says why each metric that would be dropped is, with exit code 3", async () => {
		// The key is not as it is read for beforehand, and the agent's reader takes it all the same.
		const script = telling("a=b").replace('counterType":"GAUGE', 'countertype":"GUAGE');
		const { code, stdout } = await graft.run(["try", zip({ "60_x.sh": script }), "--yes"]);
		expect(code).toBe(3);
		expect(stdout).toContain('dropped: Its counterType is "GUAGE"');
		const none = await graft.run(["try", zip({ "60_x.sh": "#!/bin/sh\necho up\n" }), "--yes"]);
		expect(none.code).toBe(3);
		expect(none.stdout).toContain("nothing is taken: It is no JSON");
	});

	it("gives it arguments as a binding does, and what lies beside it", async () => {
		const files = {
			"60_x.sh": telling("$1-$2 $($(dirname $0)/lib/beside)"),
			"lib/beside": "#!/bin/sh\necho beside\n",
		};
		const { value } = await graft.json<{ rows: { cells: string[] }[] }>([
			...["try", zip(files), "60_x.sh(a\\,b,c d)", "--yes"],
		]);
		expect(value.rows[0]?.cells[1]).toBe("a,b-c d beside");
	});

	it("gives it nothing of our environment, and nobody's rights where this is root", async () => {
		const { tags } = await tried(telling("$(id -u) $HOME$GRAFT_HOME $(env | wc -l)"));
		const uid = userInfo().uid === 0 ? 65534 : userInfo().uid;
		expect(tags?.trim().split(/\s+/)[0]).toBe(String(uid));
		expect(tags).not.toContain(graft.folder);
	});

	it("ends what it started, too", async () => {
		const { tags } = await tried(telling("$!", "sleep 600 >/dev/null 2>&1 &"));
		expect(Number(tags)).toBeGreaterThan(0);
		await gone(tags ?? "");
	});

	it("ends it where its host would, and says so", async () => {
		const { code, stderr } = await graft.run([
			...["try", zip({ "1_x.sh": "#!/bin/sh\nsleep 600\n" }), "--yes"],
		]);
		expect(code).toBe(3);
		expect(stderr).toContain("1_x.sh did not end within 0.5 s");
	});

	it("runs nothing without a yes, nor of what it cannot tell which one", async () => {
		const marker = join(graft.folder, "ran");
		const path = zip({ "60_x.sh": `#!/bin/sh\ntouch ${marker}\n`, "60_y.sh": "#!/bin/sh\n" });
		const unasked = await graft.run(["try", path, "60_x.sh"]);
		expect(unasked.code).toBe(2);
		const several = await graft.run(["try", path, "--yes"]);
		expect(several.code).toBe(2);
		expect(several.stderr).toContain("60_x.sh, 60_y.sh");
		expect((await graft.run(["try", path, "60_z.sh", "--yes"])).stderr).toContain("60_z.sh");
		expect(existsSync(marker)).toBe(false);
		const other = await graft.run([
			"try",
			await graft.zip("ocs.zip", ocsFiles() as Record<string, string>),
			"--yes",
		]);
		expect(other.code).toBe(2);
		expect(other.stderr).toContain("runs no scripts");
	});
});
