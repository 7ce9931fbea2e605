import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readInstallPhp } from "../../packages/core/src/platforms/ocs-inventory/parse/install-php.ts";
import { oddPhp } from "../builders/odd-php.ts";
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

/** Compiled and not run, each in a process of its own: whatever is behind a `return` only has to be right. */
function takenByPhp(sources: readonly Uint8Array[]): readonly boolean[] {
	const code = `$taken = [];
		foreach ($input as $source) {
			$child = pcntl_fork();
			if ($child === 0) {
				ini_set('display_errors', '0');
				try { eval('return; ' . substr(base64_decode($source), 5)); } catch (Throwable $refused) { exit(1); }
				exit(0);
			}
			pcntl_waitpid($child, $status);
			$taken[] = pcntl_wexitstatus($status) === 0;
		}
		echo json_encode($taken);`;
	return askPhp(
		code,
		sources.map((source) => Buffer.from(source).toString("base64")),
	) as boolean[];
}

const shown = (source: Uint8Array) => Buffer.from(source).toString("latin1");

describe.skipIf(noPhp !== "")(`what PHP compiles${noPhp && ` (${noPhp})`}`, () => {
	it.skipIf(version !== 8.2)("is in our tables as PHP has it, and judged so", () => {
		// A file that must start with something cannot stand behind a return, and one that is text no more.
		const behind = (source: Uint8Array) =>
			/^<\?php\n/.test(shown(source)) &&
			!/namespace|declare|\?>|use [A-Zfc]|const /.test(shown(source));
		const sources = oddPhp().filter(behind);
		expect(sources.length).toBeGreaterThan(500);
		const byPhp = takenByPhp(sources);
		expect(sources.map((source) => [shown(source), takenByUs(source)])).toEqual(
			sources.map((source, index) => [shown(source), byPhp[index]]),
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
