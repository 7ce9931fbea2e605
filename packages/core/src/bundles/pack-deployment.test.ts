import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { bytesOf } from "../../../../test/builders/tree.ts";
import type { Bundle, PackedFacts } from "../domain/bundle.ts";
import { packBundle } from "./pack-bundle.ts";
import { deploymentId, packDeployment } from "./pack-deployment.ts";

function bundle({ content = "x".repeat(1000), path = "INSTALL_PATH\\plugins" } = {}): Bundle {
	return {
		agents: "windows",
		purpose: "install",
		fileName: "probe.zip",
		format: "zip",
		files: [{ path: "Probe.ps1", bytes: bytesOf(content), executable: false }],
		deploymentInfo: ({ id, md5, fragments }: PackedFacts) =>
			`<DOWNLOAD ID="${id}" DIGEST="${md5}" FRAGS="${fragments}" PATH="${path}" />\n`,
	};
}

describe("a deployment package", () => {
	it.each([
		[undefined, 1],
		[1, undefined],
		[333, undefined],
		[5_000_000, 1],
	])("cut into fragments of %s bytes is the bundle again once joined", async (size, count) => {
		const { bytes } = await packBundle(bundle());
		const { id, files, md5 } = await packDeployment(bundle(), "123456789", size);
		const [info, ...fragments] = files;
		expect(id).toBe("123456789");
		expect(Buffer.compare(Buffer.concat(fragments.map((file) => file.bytes)), bytes)).toBe(0);
		expect(fragments.map((file) => file.path)).toEqual(
			fragments.map((_, index) => `123456789/123456789-${index + 1}`),
		);
		expect(fragments).toHaveLength(count ?? Math.ceil(bytes.length / (size ?? 1)));
		expect(md5).toBe(createHash("md5").update(bytes).digest("hex"));
		expect(info?.path).toBe("123456789/info");
		expect(Buffer.from(info?.bytes ?? []).toString()).toBe(
			`<DOWNLOAD ID="123456789" DIGEST="${md5}" FRAGS="${fragments.length}" PATH="INSTALL_PATH\\plugins" />\n`,
		);
	});

	it.each(["", "../1", "1a", "-1", "1 ", "１"])("has no id %j", async (id) => {
		await expect(packDeployment(bundle(), id)).rejects.toThrow("Not the id");
	});

	it.each([0, -1, Number.NaN])("has no fragments of %d bytes", async (size) => {
		await expect(packDeployment(bundle(), "1", size)).rejects.toThrow("Not the size");
	});

	it("is not made where the platform has no deployment", async () => {
		const { deploymentInfo, ...plain } = bundle();
		await expect(packDeployment(plain, "1")).rejects.toThrow("No deployment for probe.zip");
	});
});

describe("the id of a deployment package", () => {
	it("is always the same for the same package", async () => {
		expect(await deploymentId(bundle())).toBe("541591348");
	});

	it("is another where content or destination is: an agent installs no id twice", async () => {
		const ids = await Promise.all([
			deploymentId(bundle()),
			deploymentId(bundle({ content: "y" })),
			deploymentId(bundle({ path: "INSTALL_PATH\\other" })),
		]);
		expect(new Set(ids).size).toBe(3);
	});

	it("fits a column of int32, and no time in seconds that OCS would take for an id", async () => {
		for (let index = 0; index < 200; index += 1) {
			expect(await deploymentId(bundle({ content: String(index) }))).toMatch(/^[1-9][0-9]{8}$/);
		}
	});
});
