import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { rootedConnection } from "../../../../../test/builders/rooted-connection.ts";
import type { Files } from "../../../../../test/builders/tree.ts";
import type { RunResult } from "../../connections/connection.ts";
import { GraftError } from "../../domain/errors.ts";
import type { Given } from "../place.ts";
import { discover } from "./discover.ts";

let root: string;
beforeEach(() => {
	root = mkdtempSync(join(tmpdir(), "graft-server-"));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function put(files: Files): void {
	for (const [path, text] of Object.entries(files)) {
		mkdirSync(dirname(join(root, path)), { recursive: true });
		writeFileSync(join(root, path), text);
	}
}

function folders(...paths: string[]): void {
	for (const path of paths) mkdirSync(join(root, path), { recursive: true });
}

function ocsConf(confDir: string, perlDir: string): string {
	return `<IfModule mod_perl.c>
  # PerlSetEnv OCS_PLUGINS_CONF_DIR "/not/this"
  PerlSetEnv OCS_PLUGINS_PERL_DIR "${perlDir}"
  PerlSetEnv OCS_PLUGINS_CONF_DIR "${confDir}"
  PerlModule Apache::Ocsinventory::Plugins
</IfModule>
`;
}

interface Seen {
	/** Is what the processes do to be seen below /proc? */
	readonly proc?: boolean;
	/** Does Apache answer? */
	readonly answers?: boolean;
}

/** A server with processes, as `ps` shows them, and a perl. */
function running(processes: readonly string[], { proc = true, answers = true }: Seen = {}) {
	const asRoot = processes.map((line) => line.replace(/^(\d+ \d+)/, "$1 0"));
	const lines = ["PID PPID UID COMMAND", ...asRoot].join("\n");
	const stat = (pid: string, parent: string) =>
		`${pid} (apache2) S ${parent} ${"0 ".repeat(17)}99 0\n`;
	return rootedConnection(root, (argv): RunResult => {
		const said = (stdout: string, code = 0) => ({ code, stdout, stderr: "" });
		const [program, , script = "", , first = ""] = argv;
		if (program === "ps" || program === "perl") return said(program === "ps" ? lines : "");
		if (script.includes("/stat"))
			return proc
				? said(`${stat(first, "1")}${stat("999", first)}listening\nfiles\n`)
				: said("", 1);
		return answers && script.includes("curl") ? said("HTTP/1.1 200 OK\r\n\r\n") : said("", 1);
	});
}

function find(given: Given = {}) {
	return discover(rootedConnection(root), given);
}

function debian(): void {
	put({
		"etc/apache2/apache2.conf": `PidFile \${APACHE_PID_FILE}\nErrorLog \${APACHE_LOG_DIR}/error.log\nIncludeOptional mods-enabled/*.load\nIncludeOptional conf-enabled/*.conf\nIncludeOptional sites-enabled/*.conf\n`,
		"etc/apache2/envvars":
			"export APACHE_PID_FILE=/var/run/apache2$SUFFIX/apache2.pid\nexport APACHE_LOG_DIR=/var/log/apache2$SUFFIX\n",
		"etc/apache2/conf-available/ocsinventory-server.conf": ocsConf(
			"/etc/ocsinventory/plugins",
			"/usr/share/perl5/",
		),
		"etc/apache2/sites-enabled/other.conf":
			"<VirtualHost *:80>\nErrorLog /var/log/other.log\n</VirtualHost>\n",
		"var/run/apache2/apache2.pid": "100\n",
	});
	folders("etc/apache2/conf-enabled", "etc/ocsinventory/plugins", "usr/share/perl5");
	symlinkSync(
		"../conf-available/ocsinventory-server.conf",
		join(root, "etc/apache2/conf-enabled/ocsinventory-server.conf"),
	);
}

describe("finding the communication server by Apache's own configuration", () => {
	it("reads Debian's: links, globs and envvars", async () => {
		debian();
		const facts = await find();
		expect(facts.folders).toEqual({
			confDir: "/etc/ocsinventory/plugins",
			perlDir: "/usr/share/perl5",
		});
		expect(facts).toMatchObject({
			home: "/etc/ocsinventory/plugins",
			workFolder: "/etc/ocsinventory/.graft",
			problems: [],
			values: { perlStaging: "/usr/share/perl5/.graft", perl: "", reload: "" },
		});
	});

	it("reads Red Hat's", async () => {
		put({
			"etc/httpd/conf/httpd.conf": 'ServerRoot "/etc/httpd"\nIncludeOptional conf.d/*.conf\n',
			"etc/httpd/conf.d/ocsinventory-server.conf": ocsConf(
				"/etc/ocsinventory/ocsinventory-server/plugins",
				"/etc/ocsinventory/ocsinventory-server/perl",
			),
		});
		folders(
			"etc/ocsinventory/ocsinventory-server/plugins",
			"etc/ocsinventory/ocsinventory-server/perl",
		);
		expect((await find()).folders).toEqual({
			confDir: "/etc/ocsinventory/ocsinventory-server/plugins",
			perlDir: "/etc/ocsinventory/ocsinventory-server/perl",
		});
	});

	it("reads that of OCS's own installer, below an Apache from source", async () => {
		put({
			"usr/local/apache2/conf/httpd.conf": `Define OCS z-ocsinventory\nInclude conf/extra\nInclude conf/\${OCS}-server.con?\n`,
			"usr/local/apache2/conf/extra/deep/mpm.conf": "KeepAlive On\n",
			"usr/local/apache2/conf/z-ocsinventory-server.conf": ocsConf(
				"/etc/ocsinventory-server/plugins",
				"/etc/ocsinventory-server/perl",
			),
		});
		folders("etc/ocsinventory-server/plugins", "etc/ocsinventory-server/perl");
		expect((await find()).home).toBe("/etc/ocsinventory-server/plugins");
	});

	it("finds one that was started with a file of its own, and how to reload it", async () => {
		put({
			"srv/httpd.conf": `ServerRoot /srv/root\nPidFile run/a.pid\nErrorLog "log/error.log"\nListen 8080\n${ocsConf("/srv/ocs/plugins", "/srv/ocs/perl")}`,
			"srv/root/run/a.pid": "200",
		});
		folders("srv/ocs/plugins", "srv/ocs/perl");
		const facts = await discover(
			running(["200 1 /usr/sbin/apache2 -f /srv/httpd.conf -k start", "201 200 /usr/sbin/apache2"]),
			{ reload: true },
		);
		expect(facts.home).toBe("/srv/ocs/plugins");
		expect(JSON.parse(facts.values.reload ?? "")).toMatchObject({
			argv: ["/usr/sbin/apache2", "-f", "/srv/httpd.conf", "-k", "graceful"],
			start: ["/usr/sbin/apache2", "-f", "/srv/httpd.conf", "-k", "start"],
			process: { kind: "pid-file", path: "/srv/root/run/a.pid" },
			until: [
				{ kind: "same-process" },
				{ kind: "new-workers" },
				{ kind: "answer", urls: ["http://127.0.0.1:8080/ocsinventory"] },
			],
			log: "/srv/root/log/error.log",
		});
		expect(JSON.parse(facts.values.apacheTest ?? "")).toEqual([
			...["/usr/sbin/apache2", "-f", "/srv/httpd.conf", "-t"],
		]);
	});

	it("takes the main server's log, not that of a virtual host", async () => {
		debian();
		const facts = await discover(running(["100 1 /usr/sbin/apache2 -k start"]), { reload: true });
		expect(JSON.parse(facts.values.reload ?? "")).toMatchObject({
			argv: ["/usr/sbin/apache2ctl", "graceful"],
			log: "/var/log/apache2/error.log",
		});
		expect(JSON.parse(facts.values.apacheTest ?? "")).toEqual(["/usr/sbin/apache2ctl", "-t"]);
	});

	it("comes to an end where files include each other", async () => {
		put({ "etc/apache2/apache2.conf": "Include apache2.conf\nInclude apache2.conf\n" });
		await expect(find()).rejects.toThrow(GraftError);
	});

	it("says what it looked at where there is nothing", async () => {
		await expect(find()).rejects.toMatchObject({
			kind: "not-found",
			hint: expect.stringMatching(/\/etc\/apache2\/apache2\.conf.*--server-dir/),
		});
	});

	it("asks which one where there are several", async () => {
		debian();
		put({
			"etc/httpd/conf/httpd.conf": ocsConf("/srv/ocs/plugins", "/srv/ocs/perl"),
		});
		folders("srv/ocs/plugins", "srv/ocs/perl");
		await expect(find()).rejects.toMatchObject({
			kind: "refused",
			message: expect.stringMatching(/\/etc\/ocsinventory\/plugins.*\/srv\/ocs\/plugins/),
		});
		expect((await find({ serverDir: "/srv/ocs" })).home).toBe("/srv/ocs/plugins");
	});
});

describe("a folder that was given", () => {
	it("is where plugins and Perl modules go", async () => {
		folders("srv/ocs/plugins", "srv/ocs/perl");
		const facts = await find({ serverDir: "/srv/ocs/" });
		expect(facts.folders).toEqual({ confDir: "/srv/ocs/plugins", perlDir: "/srv/ocs/perl" });
		expect(facts.workFolder).toBe("/srv/ocs/.graft");
	});

	it("yields to Apache about the Perl folder: Debian's is elsewhere", async () => {
		debian();
		folders("etc/ocsinventory/perl");
		expect((await find({ serverDir: "/etc/ocsinventory" })).folders.perlDir).toBe(
			"/usr/share/perl5",
		);
	});

	it.each([
		["plugins", "/srv/ocs/plugins", "/srv/ocs"],
		["perl", "/srv/ocs", "/srv/ocs/perl"],
		[".", "/srv/ocs", "/srv/ocs"],
	])("gets what it lacks from the plan, where it has %s", async (there, confWithin, perlWithin) => {
		folders(`srv/ocs/${there}`);
		const facts = await find({ serverDir: "/srv/ocs" });
		expect(facts.values).toMatchObject({
			confWithin,
			perlWithin,
			perlStaging: `${perlWithin}/.graft`,
		});
		expect(facts.notes.join("\n")).toMatch(/not there yet: /);
	});

	it.each([
		["/srv/none", "not-found"],
		["/srv/file", "not-found"],
		["/srv/else", "refused"],
		["/etc", "refused"],
		["/srv/ocs/plugins", "refused"],
		["srv/ocs", "usage"],
		["/srv/../etc", "usage"],
	])("is refused where it cannot be right: %s", async (serverDir, kind) => {
		put({
			"srv/file": "",
			"srv/else/notes": "",
			"etc/perl/x": "",
			"etc/passwd": "",
			"srv/ocs/plugins/x.conf": "",
		});
		await expect(find({ serverDir })).rejects.toMatchObject({ kind });
	});
});

describe("what lies below the conf folder already", () => {
	const broken: Files = {
		"srv/ocs/plugins/good.conf": "PerlModule Apache::Ocsinventory::Plugins::Good::Map;\n",
		"srv/ocs/plugins/empty": "\n# nothing\n",
		"srv/ocs/plugins/.old.conf.swp": "b0VIM\0\0",
		"srv/ocs/plugins/deep/readme": "This was a plugin\n",
		"srv/ocs/plugins/bom.conf": "\uFEFFPerlModule Apache::Ocsinventory::Plugins::Good::Map\n",
		"srv/ocs/plugins/gone.conf": "PerlModule Apache::Ocsinventory::Plugins::Gone::Map\n",
		"srv/ocs/perl/Apache/Ocsinventory/Plugins/Good/Map.pm": "1;",
	};
	const expected = [
		["/srv/ocs/plugins/.old.conf.swp", "ocs/server-conf-junk"],
		["/srv/ocs/plugins/bom.conf", "ocs/server-conf-junk"],
		["/srv/ocs/plugins/deep/readme", "ocs/server-conf-junk"],
		["/srv/ocs/plugins/gone.conf", "ocs/server-conf-module-missing"],
	];

	it("is told where Apache would end over it", async () => {
		put(broken);
		const { problems } = await find({ serverDir: "/srv/ocs" });
		expect(problems.map(({ path, code }) => [path, code])).toEqual(expected);
		expect(new Set(problems.map(({ severity }) => severity))).toEqual(new Set(["info"]));
	});

	it("is a warning where we are about to reload Apache", async () => {
		put({
			...broken,
			"srv/httpd.conf": `PidFile /srv/a.pid\nListen 80\nErrorLog /srv/error.log\n${ocsConf("/srv/ocs/plugins", "/srv/ocs/perl")}`,
			"srv/a.pid": "200",
		});
		const { problems } = await discover(running(["200 1 apache2 -f /srv/httpd.conf"]), {
			reload: true,
		});
		expect(problems.map(({ path, code }) => [path, code])).toEqual(expected);
		expect(new Set(problems.map(({ severity, part }) => `${severity} ${part}`))).toEqual(
			new Set(["warning server"]),
		);
	});
});

describe("a reload that was asked for", () => {
	function server(more = "", pid = "200"): void {
		put({
			"srv/httpd.conf": `PidFile /srv/a.pid\nListen 80\n${more}${ocsConf("/srv/ocs/plugins", "/srv/ocs/perl")}`,
			"srv/a.pid": pid,
		});
		folders("srv/ocs/plugins", "srv/ocs/perl");
	}
	const process = ["200 1 apache2 -f /srv/httpd.conf"];

	it.each<[string, string, string | null]>([
		["a pipe takes the log", 'ErrorLog "|/usr/bin/logger"\n', null],
		["syslog takes the log", "ErrorLog syslog:local1\n", null],
		["a link takes it", "ErrorLog /srv/link.log\n", "/srv/link.log"],
	])("needs no log: %s", async (_, more, log) => {
		server(more);
		symlinkSync("/proc/self/fd/2", join(root, "srv/link.log"));
		const facts = await discover(running(process), { reload: true });
		expect(facts.problems).toEqual([]);
		expect(JSON.parse(facts.values.reload ?? "")).toMatchObject({ log });
	});

	it.each<[string, string, Seen, RegExp]>([
		["nothing runs", "199", {}, /does not run/],
		["nobody can see its processes", "200", { proc: false }, /cannot be seen below \/proc/],
	])("is a warning where it cannot be: %s", async (_, pid, seen, words) => {
		server("", pid);
		const facts = await discover(running(process, seen), { reload: true });
		expect(facts.problems).toMatchObject([
			{ code: "ocs/no-reload", severity: "warning", message: expect.stringMatching(words) },
		]);
		expect(facts.values.reload).toBe("");
	});

	it("says where nobody can ask whether Apache answers", async () => {
		server();
		const facts = await discover(running(process, { answers: false }), { reload: true });
		expect(facts.problems).toMatchObject([{ code: "ocs/reload-unasked", severity: "info" }]);
		expect(facts.values.reload).not.toBe("");
	});

	it("is a warning where the server gives no shell", async () => {
		debian();
		const { problems } = await find({ reload: true });
		expect(problems.map(({ code }) => code)).toEqual(["ocs/no-reload"]);
	});
});
