import { describe, expect, it } from "vitest";
import { parseDirectives } from "./directives.ts";
import { urlsOf } from "./listening.ts";

function asked(configuration: string): readonly string[] {
	const directives = parseDirectives(configuration).map((line) => ({ ...line, host: 0 }));
	return urlsOf({ directives }).map((url) => url.replace("/ocsinventory", ""));
}

describe("where Apache is asked on its own machine", () => {
	it.each([
		["Listen 80", ["http://127.0.0.1:80"]],
		["Listen *:8080", ["http://127.0.0.1:8080"]],
		["Listen 0.0.0.0:80\nListen [::]:80", ["http://127.0.0.1:80", "http://[::1]:80"]],
		["Listen 192.0.2.7:81", ["http://192.0.2.7:81"]],
		["Listen [2001:db8::7]:81", ["http://[2001:db8::7]:81"]],
		["Listen ocs.example.org:80", ["http://ocs.example.org:80"]],
		["Listen 443\nListen 80", ["http://127.0.0.1:80", "http://127.0.0.1:443"]],
		["Listen 8443 https\nListen 81", ["http://127.0.0.1:81", "http://127.0.0.1:8443"]],
		["Listen 80\nListen 80", ["http://127.0.0.1:80"]],
		["Listen $PORT\nListen 99999\nListen a b\nListen", []],
	])("%j", (configuration, urls) => {
		expect(asked(configuration)).toEqual(urls);
	});
});
