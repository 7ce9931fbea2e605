import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { expand, matches, parseDirectives, parseEnvvars } from "./directives.ts";
import { launchesOf } from "./launches.ts";

describe("Apache's line syntax", () => {
	it("has one directive a line, quotes, comments and lines that go on", () => {
		expect(
			parseDirectives(
				'# PerlSetEnv A b\r\n  PerlSetEnv A "b c" \\\n  d\r\n<VirtualHost *:80>\nPerlModule X;\n</VirtualHost>\n',
			),
		).toEqual([
			{ name: "perlsetenv", args: ["A", "b c", "d"] },
			{ name: "<virtualhost", args: ["*:80"] },
			{ name: "perlmodule", args: ["X;"] },
			{ name: "</virtualhost", args: [] },
		]);
	});

	it("never stumbles over what a server holds", () => {
		fc.assert(
			fc.property(fc.string({ unit: "binary" }), (text) => {
				for (const { name, args } of parseDirectives(text)) expect([name, args]).toBeDefined();
			}),
		);
	});

	it("leaves variables that nobody defined as they are", () => {
		expect(expand(`\${A}/\${B}`, new Map([["A", "/run"]]))).toBe(`/run/\${B}`);
	});
});

describe("Debian's envvars", () => {
	const text = `unset HOME
if [ "\${APACHE_CONFDIR##/etc/apache2-}" != "\${APACHE_CONFDIR}" ] ; then
	SUFFIX="-\${APACHE_CONFDIR##/etc/apache2-}"
else
	SUFFIX=
fi
export APACHE_RUN_USER=www-data
export APACHE_PID_FILE=/var/run/apache2$SUFFIX/apache2.pid
: \${LANG:=C}
export LANG
`;
	it("give the paths of the one instance, and of another", () => {
		expect(parseEnvvars(text, "apache2").get("APACHE_PID_FILE")).toBe(
			"/var/run/apache2/apache2.pid",
		);
		expect(parseEnvvars(text, "apache2-second").get("APACHE_PID_FILE")).toBe(
			"/var/run/apache2-second/apache2.pid",
		);
	});
});

describe("patterns of Include", () => {
	it.each([
		["*.conf", "a.conf", true],
		["*.conf", ".a.conf", false],
		["*.conf", "a.conf.bak", false],
		["[a-c]?.conf", "b1.conf", true],
		["[!a-c]*", "b1", false],
		["z-*", "z-ocsinventory-server.conf", true],
	])("%s and %s: %s", (pattern, name, expected) => {
		expect(matches(pattern, name)).toBe(expected);
	});

	it("take no time to speak of, whatever the pattern", () => {
		const started = process.cpuUsage().user;
		expect(matches(`${"*a".repeat(200)}b`, "a".repeat(255))).toBe(false);
		expect(process.cpuUsage().user - started).toBeLessThan(2_000_000);
	});
});

describe("Apaches among the processes", () => {
	it("are the parents, with the options that they were started with", () => {
		const { launches, pids, untrusted } = launchesOf(
			`    PID    PPID  RUID COMMAND
      1       0     0 /sbin/init
    100       1     0 /usr/sbin/apache2 -k start
    101     100    33 /usr/sbin/apache2 -k start
    200       1  1000 /usr/sbin/apache2 -d /srv/second -f conf/my.conf -D FOREGROUND -DX -k start
    300       1     0 vim httpd.conf
`,
			[0, 1000],
		);
		expect([...pids]).toEqual([100, 101, 200]);
		// A child's user is nobody who started an Apache.
		expect(untrusted).toEqual([]);
		expect(launches.map(({ configFile }) => configFile)).toEqual([
			"/etc/apache2/apache2.conf",
			"/srv/second/conf/my.conf",
		]);
		expect(launches[1]?.control(new Map([["A", "b"]])).graceful).toEqual(
			"env A=b /usr/sbin/apache2 -d /srv/second -f conf/my.conf -D X -k graceful".split(" "),
		);
	});

	it("are none that anybody else has started: what they name would be run again", () => {
		const ps = "200 1 1001 /tmp/x/apache2 -f /tmp/x/httpd.conf\n";
		expect(launchesOf(ps, [0, 1000])).toMatchObject({ launches: [], untrusted: [1001] });
	});
});
