import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readHooks } from "../../packages/core/src/platforms/ocs-inventory/parse/hook.ts";
import { readPhpJson } from "../../packages/core/src/platforms/ocs-inventory/parse/php-json.ts";
import { oddXml } from "../builders/odd-xml.ts";
import { askPhp, noPhp } from "./php.ts";

const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString("base64");

/** The hooks as OCS's own loop finds them; null where SimpleXMLElement throws. */
function hooksByPhp(files: readonly Uint8Array[]): unknown {
	const code = `$found = [];
		foreach ($input as $file) {
			try {
				$hooks = [];
				foreach ((@new SimpleXMLElement(base64_decode($file)))->hook as $hook)
					$hooks[] = [strval($hook->attributes()->type), strval($hook->identifier)];
				$found[] = $hooks;
			} catch (Exception $refused) { $found[] = null; }
		}
		echo json_encode($found, JSON_THROW_ON_ERROR);`;
	return askPhp(code, files.map(base64), ["simplexml"]);
}

function hooksByUs(bytes: Uint8Array): unknown {
	const { fault, isHostile, hooks } = readHooks(bytes);
	return fault !== null || isHostile
		? null
		: hooks.map(({ type, identifier }) => [type, identifier]);
}

/** The values; "fault" where json_decode gives none. */
function valuesByPhp(texts: readonly Uint8Array[]): unknown {
	const code = `$found = [];
		foreach ($input as $text) {
			$value = json_decode(base64_decode($text), true);
			$found[] = json_last_error() === 0 ? bin2hex(json_encode([$value])) : "fault";
		}
		echo json_encode($found);`;
	return askPhp(code, texts.map(base64));
}

const isGivenByPhp = (given: unknown) => given !== "fault";

describe.skipIf(noPhp !== "")(`what PHP reads${noPhp && ` (${noPhp})`}`, () => {
	it("hook.xml is judged as SimpleXMLElement judges it, and has the same hooks", () => {
		const files = oddXml();
		// The one that the two readers' tables of characters differ in.
		const refusedByUs = /^declared EUC-JP, byte 81/;
		const asked = [...files].filter(([name]) => !refusedByUs.test(name));
		expect(asked.length).toBeGreaterThan(200);
		const byPhp = hooksByPhp(asked.map(([, bytes]) => bytes)) as readonly unknown[];
		const named = (verdicts: readonly unknown[]) =>
			asked.map(([name], index) => [name, verdicts[index]]);
		expect(named(asked.map(([, bytes]) => hooksByUs(bytes)))).toEqual(named(byPhp));
	});

	it("and so is whatever is put together from pieces of XML", () => {
		const piece = fc.constantFrom(
			...'<a> </a> <hook> </hook> <hook/> <x:b> </x:b> <!-- --> -- <![CDATA[ ]]> <?b ?> & &amp; &#65; &b; < > / = " \' b xmlns:x="u" é \0'.split(
				" ",
			),
			' type="menu"',
			" ",
			"\n",
			'<?xml version="1.0"?>',
			"<identifier>i</identifier>",
		);
		const inner = fc.array(piece, { maxLength: 6 }).map((pieces) => pieces.join(""));
		const text = fc.oneof(
			inner,
			inner.map((one) => `<h>${one}</h>`),
			inner.map((one) => `<h><hook ${one}/></h>`),
		);
		fc.assert(
			fc.property(fc.array(text, { minLength: 50, maxLength: 100 }), (texts) => {
				const files = texts
					.filter((one) => !/>\s*\0/.test(one))
					.map((one) => new Uint8Array(Buffer.from(one)));
				expect(files.map(hooksByUs)).toEqual(hooksByPhp(files));
			}),
			{ numRuns: 10, endOnFailure: true },
		);
	});

	it("infos.json is judged as json_decode judges it", () => {
		const depths = [511, 512, 513, 5000].map((depth) => "[".repeat(depth) + "]".repeat(depth));
		const odd = [
			...'{} [] null NULL True FALSE tRuE nul 1 -0 -1 01 1. .5 +1 1e5 1E+5 1e 0x1 1_0 NaN Infinity - "a" \'a\' a [1,] [,1] {"a":1,} {a:1} {\'a\':1} {"a"} {"a":} {"a":1,"a":2} [1 12345678901234567890 1e999 [1]] {}{} //a'.split(
				" ",
			),
			"",
			" \t\r\n{} \n",
			"\u{feff}{}",
			"{}\u{feff}",
			"\u00a0{}",
			"{}\0",
			"\0{}",
			"/* a */ {}",
			'"\n"',
			'"\t"',
			'"\u007f"',
			'"\u2028"',
			String.raw`"\u00e9" `,
			...String.raw`"\ud83d\ude00" "\ud83d" "\ude00" "\ud83d\u0041" "\ud83dé" "\\ud83d" "\u12" "\x41" "\'" "\/" "\b\f\n\r\t" "\0" "\u0000" {"\u0000a":1} {"":1} {"__proto__":{"a":1}} {"a":"\ud83d","a":1}`.split(
				" ",
			),
			...depths,
			...depths.map((text) => `{"a":${text}}`),
			`"${"[".repeat(600)}"`,
		].map((text) => new Uint8Array(Buffer.from(text)));
		const wrong = [
			[0xe9],
			[0xc3, 0x28],
			[0xc0, 0x80],
			[0xed, 0xa0, 0x80],
			[0xf5, 0x80, 0x80, 0x80],
		].map((bytes) => Uint8Array.from([0x22, ...bytes, 0x22]));
		const texts = [...odd, ...wrong];
		const byPhp = valuesByPhp(texts) as readonly unknown[];
		const shown = (text: Uint8Array) => Buffer.from(text).toString("latin1").slice(0, 40);
		expect(texts.map((text) => [shown(text), readPhpJson(text).fault === null])).toEqual(
			texts.map((text, index) => [shown(text), isGivenByPhp(byPhp[index])]),
		);
	});

	it("and so is whatever is put together from pieces of JSON", () => {
		const piece = fc.constantFrom(
			...String.raw`{ } [ ] : , "a" "en" " 1 -1 0 . e true TRUE Null \ud83d \ude00 \u0041 \" é`.split(
				" ",
			),
			" ",
			"\n",
			"\u{feff}",
		);
		const text = fc.oneof(
			fc.array(piece, { maxLength: 6 }).map((pieces) => pieces.join("")),
			fc.array(piece, { maxLength: 4 }).map((pieces) => `["${pieces.join("")}"]`),
			fc.json(),
		);
		fc.assert(
			fc.property(fc.array(text, { minLength: 50, maxLength: 100 }), (texts) => {
				const files = texts.map((one) => new Uint8Array(Buffer.from(one)));
				const byPhp = valuesByPhp(files) as readonly unknown[];
				expect(files.map((file) => readPhpJson(file).fault === null)).toEqual(
					byPhp.map(isGivenByPhp),
				);
			}),
			{ numRuns: 10, endOnFailure: true },
		);
	});
});
