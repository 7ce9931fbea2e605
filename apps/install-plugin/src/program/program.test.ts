import { GraftError } from "@graft/core/domain/errors";
import { describe, expect, it } from "vitest";
import type { Invocation } from "./invocation.ts";
import { makeProgram, parse } from "./program.ts";

async function said(...argv: string[]): Promise<Invocation> {
	const heard: Invocation[] = [];
	const program = makeProgram("1.2.3", async (invocation) => {
		heard.push(invocation);
	});
	await parse(program, argv, () => {});
	const [invocation] = heard;
	if (invocation === undefined) throw new Error("nothing was handled");
	return invocation;
}

async function refusal(...argv: string[]): Promise<GraftError> {
	const error = await said(...argv).then(
		() => undefined,
		(thrown: unknown) => thrown,
	);
	if (error instanceof GraftError) return error;
	throw new Error(`not refused: ${argv.join(" ")}`);
}

async function printed(...argv: string[]): Promise<string> {
	let text = "";
	await parse(
		makeProgram("1.2.3", async () => {}),
		argv,
		(chunk) => {
			text += chunk;
		},
	);
	return text;
}

describe("what a command line means", () => {
	it("is the dialogue where nothing is named", async () => {
		expect(await said()).toEqual({ command: "dialogue", subject: "", options: {} });
	});

	it("is a command, what it is about, and its flags", async () => {
		const flags = [
			"--server",
			"ssh://me@host:2222",
			"--server-dir",
			"/etc/x",
			"--jump",
			"ssh://j@k",
		];
		expect(await said("install", "probe", ...flags, "--sudo", "--reload", "--yes")).toEqual({
			command: "install",
			subject: "probe",
			options: {
				server: "ssh://me@host:2222",
				serverDir: "/etc/x",
				jump: "ssh://j@k",
				sudo: true,
				reload: true,
				yes: true,
			},
		});
	});

	it("tells a reload that is not wanted from one that nobody spoke of", async () => {
		expect((await said("install", "probe")).options.reload).toBeUndefined();
		expect((await said("install", "probe", "--no-reload")).options.reload).toBe(false);
	});

	it("collects accepted codes, repeated or by commas", async () => {
		const { options } = await said("install", "x", "--accept", "ocs/a,ocs/b", "--accept", "ocs/c");
		expect(options.accept).toEqual(["ocs/a", "ocs/b", "ocs/c"]);
	});

	it("takes all flags about a server wherever it takes a server", async () => {
		const flags = ["--server", "ssh://me@host", "--identity", "key", "--jump", "ssh://j@k"];
		const more = ["--sudo", "--expect-host-key", "SHA256:x", "--password-stdin"];
		for (const command of [
			"plan",
			"install",
			"uninstall",
			"up",
			"status",
			"remove",
			"deploy",
			"withdraw",
		])
			expect((await said(command, "probe", ...flags, ...more)).options.server).toBe(
				"ssh://me@host",
			);
		for (const command of ["plan", "install", "uninstall", "up", "status", "remove"])
			expect((await said(command, "probe", "--server-dir", "/x")).options.serverDir).toBe("/x");
	});

	it("takes what follows a command that wants more than one word", async () => {
		expect(await said("server", "forget", "ssh://me@host", "--yes")).toMatchObject({
			...{ command: "server", subject: "forget", argument: "ssh://me@host" },
		});
	});

	it("takes the answers about a new extension, whose folder may be left out", async () => {
		const flags = ["--platform", "x", "--name", "disks", "--collects", "model, wear"];
		const options = { platform: "x", name: "disks", collects: ["model", "wear"] };
		expect(await said("new", ...flags)).toMatchObject({ command: "new", subject: "", options });
		expect(await said("new", "work/disks", ...flags)).toMatchObject({ subject: "work/disks" });
	});

	it("takes the general flags before the command too", async () => {
		expect(await said("--json", "--debug", "list")).toEqual({
			command: "list",
			subject: "",
			options: { json: true, debug: true },
		});
	});

	it("takes a command's own flags before it as well", async () => {
		const flags = ["--server", "local", "-y", "--accept", "ocs/a"];
		expect(await said(...flags, "install", "probe", "--json")).toEqual(
			await said("install", "probe", "--json", ...flags),
		);
	});

	it.each(["import", "activate", "deactivate", "remove", "install", "uninstall", "bundle"])(
		"%s takes the flags of every script",
		async (command) => {
			const flags = ["--yes", "--dry-run", "--json", "--quiet"];
			expect((await said(command, "x", ...flags)).options).toEqual({
				yes: true,
				dryRun: true,
				json: true,
				quiet: true,
			});
		},
	);

	it.each([["inspect", "x"], ["list"], ["plan", "x"], ["status"]])(
		"%s, which only looks, bears --yes",
		async (...words) => {
			expect((await said(...words, "--yes")).command).toBe(words[0]);
		},
	);

	it.each(["import", "activate", "install", "uninstall", "bundle"])(
		"%s can be told which warnings are accepted",
		async (command) => {
			expect((await said(command, "x", "--accept", "ocs/a")).options.accept).toEqual(["ocs/a"]);
		},
	);

	it.each(["inspect", "import", "plan", "install", "uninstall", "up"])(
		"%s can be told where in the archive the extension lies",
		async (command) => {
			expect((await said(command, "x.zip", "--root", "a/b")).options.root).toBe("a/b");
		},
	);

	it("takes the answers of the dialogue as flags", async () => {
		expect((await said("--server", "local", "--extensions-dir", "/x")).options).toEqual({
			server: "local",
			extensionsDir: "/x",
		});
	});
});

describe("a command line that means nothing", () => {
	it.each([
		[["instal", "probe"], "instal"],
		[["install"], "id|archive"],
		[["install", "a", "b"], "too many arguments"],
		[["pack"], "folder"],
		[["new", "a", "--collects", "x,,y"], "--collects"],
		[["install", "a", "--serverdir", "/x"], "--serverdir"],
		[["install", "a", "--server"], "--server"],
		[["install", "a", "--server", ""], "--server"],
		[["install", "a", "--server", "local", "--server", "ssh://u@h"], "once"],
		[["install", "a", "--accept", "x,,y"], "--accept"],
		[["import", "a.zip", "--server", "local"], "--server"],
		[["--plan", "abc", "list"], "--plan"],
		[["list", "surplus"], "too many arguments"],
	])("%j is refused, naming what is wrong", async (argv, named) => {
		const error = await refusal(...argv);
		expect(error.kind).toBe("usage");
		expect(error.message).toContain(named);
		expect(error.message).not.toMatch(/^error:/);
		expect(error.hint).toContain("--help");
	});
});

describe("help and version", () => {
	it("go to stdout and run nothing", async () => {
		expect(await printed("--version")).toBe("1.2.3\n");
		expect(await printed("--help")).toContain("uninstall");
		expect(await printed("install", "--help")).toContain("--expect-host-key");
	});

	it("name every exit code and where secrets come from", async () => {
		const help = await printed("--help");
		expect(help).toContain("7 drift");
		expect(help).toContain("GRAFT_SSH_PASSWORD");
	});
});
