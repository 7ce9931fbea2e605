import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { accessLogReader, commonFormat } from "./access-log-format.ts";

const combined = `${commonFormat} "%{Referer}i" "%{User-Agent}i"`;
const agent = "OCS-NG_unified_unix_agent_v2.10.0";
const request = { path: "/ocsinventory", status: 500 };
const at = Date.UTC(2026, 10, 21, 12, 53, 27);

function read(format: string, line: string) {
	const readLine = accessLogReader(format);
	if (readLine === undefined) return expect.fail("no reader");
	return readLine(line);
}

describe("a line of an access log", () => {
	test.each([
		[
			"common",
			commonFormat,
			'10.0.0.7 - - [21/Nov/2026:12:53:27 +0000] "POST /ocsinventory HTTP/1.1" 500 1311',
		],
		[
			"combined, east of Greenwich",
			combined,
			`10.0.0.7 - ocs [21/Nov/2026:14:53:27 +0200] "POST /ocsinventory HTTP/1.1" 500 - "-" "${agent}"`,
		],
		[
			"combined with a virtual host, west of Greenwich by half an hour",
			`%v:%p ${combined}`,
			`ocs.example.org:443 ::1 - - [21/Nov/2026:09:23:27 -0330] "POST /ocsinventory HTTP/1.1" 500 0 "-" "${agent}"`,
		],
		[
			"with a number before the status that looks like one",
			'%h %D %t "%r" %I %>s %O',
			'h 200 [21/Nov/2026:12:53:27 +0000] "POST /ocsinventory HTTP/1.1" 404 500 7',
		],
		[
			"in other words",
			"%{sec}t %m %U%q %<s %400,501{User-Agent}i",
			"1795265607 POST /ocsinventory 500 -",
		],
		[
			"as JSON",
			'{"time":"%{%Y-%m-%dT%H:%M:%S%z}t","agent":"%{User-Agent}i","request":"%r","status":"%>s"}',
			`{"time":"2026-11-21T13:53:27+0100","agent":"a \\"b\\"","request":"POST /ocsinventory HTTP/1.1","status":"500"}`,
		],
		[
			"between tabs",
			'%a\\t%t\\t"%r"\\t%s',
			'::1\t[21/Nov/2026:12:53:27 +0000]\t"POST /ocsinventory HTTP/1.0"\t500',
		],
		[
			"with a percent sign",
			'%%%t "%r" %s',
			'%[21/Nov/2026:12:53:27 +0000] "POST /ocsinventory HTTP/1.0" 500',
		],
	])("is read: %s", (_name, format, line) => {
		expect(read(format, line)).toEqual({ at, ...request });
	});

	test.each([
		["cut", '-0000] "POST /ocsinventory HTTP/1.1" 500 1311'],
		["no request at all", '10.0.0.7 - - [21/Nov/2026:12:53:27 +0000] "-" 408 -'],
		["no date", '10.0.0.7 - - [yesterday] "POST /ocsinventory HTTP/1.1" 500 -'],
		["another format", "POST /ocsinventory 500"],
		["endless", `${"x".repeat(5_000)} - - [21/Nov/2026:12:53:27 +0000] "POST /ocsinventory" 500 -`],
		["empty", ""],
	])("is passed over: %s", (_name, line) => {
		expect(read(combined, line)).toBeUndefined();
	});

	test.each([
		["no status", '%t %h %{SSL_PROTOCOL}x "%r" %b'],
		["no time", '%h "%r" %>s'],
		["a time that leaves out the zone", '%{%H:%M}t "%r" %>s'],
		["a request without an end", "%t %r %>s"],
		["nothing", ""],
	])("cannot be read where its format has %s", (_name, format) => {
		expect(accessLogReader(format)).toBeUndefined();
	});

	test("never fails and never takes long, whatever the format and the line", () => {
		const parts = fc.constantFrom(
			"%h",
			"%t",
			'"%r"',
			"%>s",
			"%U",
			"%{A}i",
			" ",
			'"',
			"(",
			"[",
			"\\",
			"%",
		);
		const format = fc.array(parts, { maxLength: 40 }).map((all) => all.join(""));
		const line = fc.array(fc.constantFrom("a", '"', "\\", " ", "[", "500"), { maxLength: 4_000 });
		fc.assert(
			fc.property(format, line, (given, words) => {
				accessLogReader(given)?.(words.join(""));
			}),
			{ numRuns: 300 },
		);
	});
});
