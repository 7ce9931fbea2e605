import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, it } from "vitest";

const tools = fileURLToPath(new URL("../../tools", import.meta.url));
/** The user "nobody": root may write everywhere. */
const withoutRights = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};

let clone: string;

/** A clone in which nothing was ever installed, with no network to install it from. */
beforeAll(() => {
	clone = mkdtempSync(join(tmpdir(), "graft-clone-"));
	chmodSync(clone, 0o755);
	cpSync(tools, join(clone, "tools"), { recursive: true });
	for (const folder of ["apps", "packages"]) mkdirSync(join(clone, folder));
	writeFileSync(join(clone, "package.json"), JSON.stringify({ dependencies: { next: "1.0.0" } }));
});
afterAll(() => rmSync(clone, { recursive: true, force: true }));

async function runTool(
	args: readonly string[],
	options: { env?: NodeJS.ProcessEnv; uid?: number; gid?: number } = {},
) {
	const child = spawn(process.execPath, args, {
		...options,
		cwd: clone,
		env: {
			PATH: process.env.PATH,
			HOME: clone,
			npm_config_registry: "http://127.0.0.1:9",
			npm_config_fetch_retries: "0",
			...options.env,
		},
	});
	let said = "";
	for (const stream of [child.stdout, child.stderr]) {
		stream.setEncoding("utf8").on("data", (text: string) => {
			said += text;
		});
	}
	const [code] = await once(child, "close");
	return { code, said, ours: said.split("\n").filter((line) => line.startsWith("graft: ")) };
}

it("says that the port is taken, and how to choose another, before anything is built", async () => {
	const other = createServer().listen(0, "127.0.0.1");
	await once(other, "listening");
	try {
		const { port } = other.address() as AddressInfo;
		const { code, said } = await runTool(["tools/start.mjs"], { env: { PORT: String(port) } });
		expect(code).toBe(1);
		expect(said).toMatch(
			new RegExp(`^graft: port ${port} on 127.0.0.1 is taken\\. .*PORT=3001 npm start\n$`),
		);
	} finally {
		other.close();
	}
});

it.each(["0", "65536", "http", "80.5"])("takes no port %s", async (port) => {
	const { code, said } = await runTool(["tools/start.mjs"], { env: { PORT: port } });
	expect([code, said]).toEqual([
		1,
		`graft: PORT is "${port}"; it must be a number from 1 to 65535.\n`,
	]);
});

it.each(["tools/check.mjs", "tools/install-plugin.mjs"])(
	"says that Node is too old: %s",
	async (tool) => {
		const old = `data:text/javascript,Object.defineProperty(process.versions,"node",{value:"20.18.3"})`;
		const { code, said } = await runTool(["--import", old, tool]);
		expect(code).toBe(1);
		expect(said).toMatch(/^graft: Node 20\.18\.3 is too old: Graft needs 20\.19 or newer.*\n$/);
	},
);

it("says that its folder cannot be written, and who should run it", async () => {
	if (process.getuid?.() !== 0) chmodSync(clone, 0o555);
	const { code, said } = await runTool(["tools/check.mjs"], withoutRights);
	chmodSync(clone, 0o755);
	expect(code).toBe(1);
	expect(said).toMatch(/^graft: .* cannot be written \(EACCES\)\. Run it once as the user.*\n$/);
});

it("says that there is no network behind what npm has to say", async () => {
	const { code, ours } = await runTool(["tools/check.mjs"]);
	expect(code).toBe(1);
	expect(ours).toHaveLength(2);
	expect(ours[1]).toMatch(/installing the dependencies failed: .* is there a network/);
});

it("says that npm is not there", async () => {
	const { code, said } = await runTool(["tools/check.mjs"], { env: { PATH: clone } });
	expect(code).toBe(1);
	expect(said).toContain("ENOENT");
	expect(said).not.toMatch(/^\s+at /m);
});

it("takes what it started along when it is ended", async () => {
	const program = `
		import { run } from ${JSON.stringify(join(tools, "lib", "run.mjs"))};
		const child = "setInterval(() => {}, 1000); console.log(process.pid);";
		process.exitCode = await run(process.execPath, ["-e", child]);`;
	const parent = spawn(process.execPath, ["--input-type=module", "-e", program]);
	const [text] = await once(parent.stdout.setEncoding("utf8"), "data");
	const child = Number(text);
	parent.kill("SIGTERM");
	const [code] = await once(parent, "exit");
	expect(code).toBe(143);
	expect(() => process.kill(child, 0)).toThrow("ESRCH");
});
