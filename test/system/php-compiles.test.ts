import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readInstallPhp } from "../../packages/core/src/platforms/ocs-inventory/parse/install-php.ts";
import { askPhp as lintedByPhp } from "../../packages/services/src/tasks/ask-php.ts";
import { oddPhp } from "../builders/odd-php.ts";
import { families } from "../builders/php/families.ts";
import { endsWhenRun, refusedByPhpAlone } from "../builders/php/tables.ts";
import { askPhp, noPhp } from "./php.ts";

const version =
	noPhp === "" ? Number(askPhp("echo PHP_MAJOR_VERSION . '.' . PHP_MINOR_VERSION;", [])) : 0;

function takenByUs(source: Uint8Array): boolean {
	const { fault, faults, limits } = readInstallPhp(source, "");
	const fits = limits.every(
		({ since, until }) =>
			(since === undefined || Number(since) <= version) &&
			(until === undefined || Number(until) >= version),
	);
	return fault === null && faults.length === 0 && fits;
}

/** In a process of its own each: a fatal error ends it. */
function outcomes(sources: readonly Uint8Array[], code: string): readonly boolean[] {
	return askPhp(
		`$taken = [];
		foreach ($input as $source) {
			$child = pcntl_fork();
			if ($child === 0) {
				ini_set('display_errors', '0');
				$source = substr(base64_decode($source), 5);
				try { ${code} } catch (Throwable $refused) { exit(1); }
				exit(0);
			}
			pcntl_waitpid($child, $status);
			$taken[] = pcntl_wexitstatus($status) === 0;
		}
		echo json_encode($taken);`,
		sources.map((source) => Buffer.from(source).toString("base64")),
	) as boolean[];
}

/** Compiled and not run: whatever is behind a `return` only has to be right. */
const takenByPhp = (sources: readonly Uint8Array[]) =>
	outcomes(sources, "eval('return; ' . $source);");

/** For files of nothing but classes, which run nothing. */
const runByPhp = (sources: readonly Uint8Array[]) => outcomes(sources, "eval($source);");

const shown = (source: Uint8Array) => Buffer.from(source).toString("latin1");

describe.skipIf(noPhp !== "")(`what PHP compiles${noPhp && ` (${noPhp})`}`, () => {
	it.skipIf(version !== 8.2)("is in our tables as PHP has it, and judged so", async () => {
		// A file that must start with something cannot stand behind a return, and one that is text no more.
		const behind = (source: Uint8Array) =>
			/^<\?php\n/.test(shown(source)) &&
			!/namespace|declare|\?>|use [A-Zfc]|const |__halt/.test(shown(source));
		const sources = oddPhp().filter(behind);
		expect(sources.length).toBeGreaterThan(2000);
		const byPhp = takenByPhp(sources);
		expect(sources.map((source) => [shown(source), takenByUs(source)])).toEqual(
			sources.map((source, index) => [shown(source), byPhp[index]]),
		);
		// What starts with a line of text is a script's there, and a page's where it is included.
		const alone = oddPhp().filter(
			(source) => !behind(source) && !/^(#!|<\?php\n(#!|\?>))/.test(shown(source)),
		);
		expect(alone.length).toBeGreaterThan(300);
		const waiting = [...alone.entries()];
		const linted: [string, boolean][] = [];
		const lint = async () => {
			for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
				const [index, source] = next;
				const verdict = await lintedByPhp(source);
				linted[index] = [shown(source), verdict?.fault === null];
			}
		};
		await Promise.all([lint(), lint(), lint()]);
		expect(alone.map((source) => [shown(source), takenByUs(source)])).toEqual(linted);
	});

	it.skipIf(version !== 8.2)("ends when it runs where classes do not fit, as we say", async () => {
		const sources = endsWhenRun.map((text) => new Uint8Array(Buffer.from(`<?php\n${text}\n`)));
		for (const source of sources)
			expect([shown(source), await lintedByPhp(source)]).toEqual([shown(source), { fault: null }]);
		expect(runByPhp(sources)).not.toContain(true);
	});

	it.skipIf(version !== 8.2)("differs from our judgement where we say so", async () => {
		for (const text of refusedByPhpAlone) {
			const verdict = await lintedByPhp(new Uint8Array(Buffer.from(`<?php\n${text}\n`)));
			expect([text, verdict?.fault]).toEqual([text, expect.any(String)]);
		}
	});

	it("is judged so where classes are put upon each other by chance", () => {
		fc.assert(
			fc.property(fc.array(families, { minLength: 100, maxLength: 150 }), (texts) => {
				const sources = texts.map((text) => new Uint8Array(Buffer.from(`<?php\n${text}\n`)));
				const byPhp = runByPhp(sources);
				expect(sources.map((source) => [shown(source), takenByUs(source)])).toEqual(
					sources.map((source, index) => [shown(source), byPhp[index]]),
				);
			}),
			{ numRuns: 4, endOnFailure: true },
		);
	});

	it("is judged so where it is put together by chance", () => {
		const { statement } = fc.letrec((tie) => {
			const variable = fc.constantFrom(
				"$a",
				"$b",
				"$this",
				"$a[0]",
				"$a[]",
				"$a->b",
				"$a?->b",
				"A::$b",
				"a()",
			);
			const value = fc.oneof(
				variable,
				fc.constantFrom(
					"1",
					"'x'",
					"[$a, 1]",
					"A::B",
					"new A",
					"fn($a) => 1",
					"isset($a)",
					"$a ? 1 : 2",
					"null",
					"match(1) { 1 => 2, default => 3 }",
				),
			);
			const all = fc.array(tie("statement"), { maxLength: 2 }).map((inner) => inner.join(" "));
			const modifiers = fc
				.subarray(["public", "static", "final", "abstract"])
				.map((words) => words.join(" "));
			const type = fc.constantFrom(
				"",
				": int",
				": void",
				": ?int",
				": never",
				": mixed",
				": static",
				": iterable",
			);
			const parameter = fc.constantFrom(
				"",
				"$a",
				"$a, $b",
				"$a, $a",
				"int $a = 1",
				"int $a = 'x'",
				"?int $a = null",
				"...$a",
				"$a = 1, $b",
				"$this",
				"void $a",
			);
			return {
				statement: fc.oneof(
					{ maxDepth: 3 },
					fc.tuple(variable, value).map(([left, right]) => `${left} = ${right};`),
					value.map((one) => `${one};`),
					fc.constantFrom(
						"break;",
						"continue;",
						"break 2;",
						"return;",
						"return 1;",
						"yield 1;",
						"goto a;",
						"a:",
						"global $c;",
						"static $d = 1;",
						"unset($a);",
						"[$a, $b] = $c;",
						"list($a) = $b;",
						"echo 1;",
					),
					all.map((inner) => `while (1) { ${inner} }`),
					all.map((inner) => `foreach ($x as $y) { ${inner} }`),
					all.map((inner) => `switch (1) { case 1: ${inner} default: }`),
					all.map((inner) => `if (1) { ${inner} }`),
					all.map((inner) => `try { ${inner} } finally { }`),
					fc
						.tuple(parameter, type, all)
						.map(([given, gives, inner]) => `$f = function (${given})${gives} { ${inner} };`),
					fc
						.tuple(modifiers, parameter, type, all)
						.map(
							([words, given, gives, inner]) =>
								`new class { ${words} function m(${given})${gives} { ${inner} } };`,
						),
				),
			};
		});
		fc.assert(
			fc.property(
				fc.array(statement as fc.Arbitrary<string>, { minLength: 50, maxLength: 80 }),
				(texts) => {
					const sources = texts.map((text) => new Uint8Array(Buffer.from(`<?php\n${text}\n`)));
					const byPhp = takenByPhp(sources);
					expect(sources.map((source) => [shown(source), takenByUs(source)])).toEqual(
						sources.map((source, index) => [shown(source), byPhp[index]]),
					);
				},
			),
			{ numRuns: 4, endOnFailure: true },
		);
	});

	it("and a name that two files declare ends the second", () => {
		const included = (first: string, second: string) =>
			askPhp(
				`$child = pcntl_fork();
				if ($child === 0) {
					ini_set('display_errors', '0');
					foreach ($input as $source) eval($source);
					exit(0);
				}
				pcntl_waitpid($child, $status);
				echo json_encode(pcntl_wexitstatus($status) === 0);`,
				[first, second],
			);
		const declared = (source: string) =>
			readInstallPhp(new Uint8Array(Buffer.from(`<?php\n${source}`)), "");
		for (const [first, second] of [
			["function a() {}", "function A() {}"],
			["class a {}", "interface A {}"],
			["class a {}", "class A {}"],
			["function a() {}", "class A {}"],
			["function a() {}", "if (!function_exists('a')) { function a() {} }"],
			["function a() {}", "function b() { function a() {} }"],
			["namespace B; function a() {}", "function a() {}"],
		] as const) {
			const taken = included(first, second);
			const both = declared(
				`${first.replace(/^namespace B;/, "namespace B { ")}${first.startsWith("namespace") ? "} namespace {" : ""} ${second} ${first.startsWith("namespace") ? "}" : ""}`,
			);
			expect([first, second, both.faults.length === 0]).toEqual([first, second, taken]);
		}
	});
});
