import { describe, expect, test } from "vitest";
import { accessLogsOf } from "./access-logs.ts";
import { parseDirectives } from "./directives.ts";

/** Each text is one host's part of the configuration, the main server's first. */
function logsOf(...hosts: readonly string[]) {
	const directives = hosts.flatMap((text, host) =>
		parseDirectives(text).map((directive) => ({ ...directive, host })),
	);
	return accessLogsOf({ directives, serverRoot: "/etc/apache2" });
}

const served = "<Location /ocsinventory>\n</Location>";

describe("the access logs of the hosts that serve the communication server", () => {
	test("are the main server's, in the format that it names", () => {
		const main = `LogFormat "%h \\"%r\\" %>s" brief\nCustomLog logs/access.log brief\n${served}`;
		expect(logsOf(main)).toEqual([
			[{ path: "/etc/apache2/logs/access.log", format: '%h "%r" %>s' }],
		]);
	});

	test("are those of each virtual host where all of them serve it", () => {
		const logs = logsOf(
			`CustomLog /var/log/others.log "%t others"\n${served}`,
			'CustomLog /var/log/one.log "%t one"',
			"ServerName silent",
		);
		expect(logs.flat().map(({ path }) => path)).toEqual([
			"/var/log/others.log",
			"/var/log/one.log",
		]);
	});

	test("are those of one virtual host where only that serves it, or else the main server's", () => {
		const main = 'CustomLog /var/log/main.log "%t"';
		const own = `CustomLog /var/log/own.log "%t"\n${served}`;
		expect(logsOf(main, "ServerName other", own)).toEqual([
			[{ path: "/var/log/own.log", format: "%t" }],
		]);
		expect(logsOf(main, served)).toEqual([[{ path: "/var/log/main.log", format: "%t" }]]);
	});

	test("have the format that stands nearest where TransferLog names none", () => {
		const logs = logsOf(
			`LogFormat "main"\nTransferLog a.log\n${served}`,
			'LogFormat "host"\nTransferLog b.log',
			"TransferLog c.log",
		);
		expect(logs.flat().map(({ format }) => format)).toEqual(["main", "host", "main"]);
		expect(logsOf("TransferLog a.log").flat()[0]?.format).toContain("%>s");
	});

	test("cannot be told where they go into a pipe, or nowhere", () => {
		expect(logsOf(`CustomLog "|/usr/bin/rotatelogs x" "%t"\n${served}`)).toEqual([[]]);
		expect(logsOf(served)).toEqual([]);
		expect(logsOf("", served)).toEqual([[]]);
	});
});
