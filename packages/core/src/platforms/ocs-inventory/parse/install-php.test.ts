import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { installPhp } from "../../../../../../test/builders/ocs-reading.ts";
import { bytesOf } from "../../../../../../test/builders/tree.ts";
import { readInstallPhp } from "./install-php.ts";

function statements(install: string): readonly string[] {
	const read = readInstallPhp(bytesOf(installPhp(install)), "");
	expect(read.fault).toBeNull();
	expect(read.unreadable).toEqual([]);
	return read.install;
}

function reasons(install: string): readonly string[] {
	return readInstallPhp(bytesOf(installPhp(install)), "").unreadable.map((entry) => entry.reason);
}

describe("the statements of install.php", () => {
	it("come in order, as PHP would send them", () => {
		const php = String.raw`
			$commonObject -> sqlQuery("CREATE TABLE a (\n\tB VARCHAR(1) DEFAULT '\x41\101\$\"\\')");
			$commonObject->SQLQuery('it\'s \n raw');
			(new \ExtensionCommon())->sqlQuery("DROP TABLE a");`;
		expect(statements(php)).toEqual([
			"CREATE TABLE a (\n\tB VARCHAR(1) DEFAULT 'AA$\"\\')",
			"it's \\n raw",
			"DROP TABLE a",
		]);
	});

	it("may be put together from constants and variables", () => {
		const php = `
			$table = 'a';
			$sql = "CREATE TABLE $table (" . 'ID INT';
			$sql .= ", N{$table} INT DEFAULT " . 5 . ")";
			$commonObject->sqlQuery($sql);
			$commonObject->sqlQuery("DROP TABLE \${table}", '');`;
		expect(statements(php)).toEqual(["CREATE TABLE a (ID INT, Na INT DEFAULT 5)", "DROP TABLE a"]);
	});

	it("may be heredocs and nowdocs, whose indentation goes", () => {
		const php = `
	$t = "a";
	$commonObject->sqlQuery(<<<SQL
		CREATE TABLE $t (
		  ID INT \\"x\\" \\t
		)
		SQL);
	$commonObject->sqlQuery(<<<'SQL'
  DROP TABLE $t\\n
 x
 SQL
);`;
		expect(statements(php)).toEqual([
			'CREATE TABLE a (\n  ID INT \\"x\\" \t\n)',
			" DROP TABLE $t\\n\nx",
		]);
	});

	it("end where their quotes do", () => {
		const php = `$t = 'a'; $commonObject->sqlQuery("X $t" /* "y" */ . <<<A
 $t A
 B
A /* A */ . 'b' /* c */);`;
		expect(statements(php)).toEqual(["X a a A\n Bb"]);
		expect(reasons(`$a = 'x'; $ab = 'y'; $commonObject->sqlQuery("$ab[0]");`)).toHaveLength(1);
		expect(reasons(`$a = ['b' => 'x']; $commonObject->sqlQuery("{$a["b"]}");`)).toHaveLength(1);
	});

	it("may be sent by a function of the same file", () => {
		const source = `${installPhp("create($commonObject, 'a'); return true;")}
function create($database, $table) { $database->sqlQuery("CREATE TABLE $table (ID INT)"); }`;
		const read = readInstallPhp(bytesOf(source), "");
		expect(read.unreadable).toEqual([]);
		expect(read.install).toEqual(["CREATE TABLE a (ID INT)"]);
	});

	it("end where the function returns", () => {
		expect(statements(`return true; $commonObject->sqlQuery("DROP TABLE a");`)).toEqual([]);
	});

	it("keep line ends, and characters of any encoding", () => {
		expect(statements(`$commonObject->sqlQuery("A\r\nB é €");`)).toEqual(["A\r\nB é €"]);
		const latin = Uint8Array.from(installPhp(`$commonObject->sqlQuery("é");`), (one) =>
			one.charCodeAt(0),
		);
		expect(readInstallPhp(latin, "")).toMatchObject({ install: ["é"], isUtf8: false });
		expect(statements(String.raw`$commonObject->sqlQuery("\xc3\xa9\u{e9}");`)).toEqual(["éé"]);
	});

	it.each([
		["a loop", `foreach (['a'] as $t) { $commonObject->sqlQuery("DROP TABLE a"); }`, "a loop"],
		["a condition", `if ($x) { $commonObject->sqlQuery("DROP TABLE a"); }`, "a condition"],
		["an early return", `if ($x) return;`, "a condition"],
		["another file", `include 'sql/a.php';`, "another PHP file"],
		["a parameter", `$commonObject->sqlQuery($table);`, "constant string"],
		["a function of PHP", `$commonObject->sqlQuery(date('Y'));`, "constant string"],
		["a changed variable", `$a = 'x'; $a = time(); $commonObject->sqlQuery($a);`, "time()"],
		[
			"an element of an array",
			`$a = ['x']; $commonObject->sqlQuery("DROP $a[0]");`,
			"constant string",
		],
		["values put in", `$commonObject->sqlQuery("DROP %s", 'a');`, "values are put into"],
		["another database", `mysqli_query($link, "DROP TABLE a");`, "mysqli_query()"],
		["another object", `$other->sqlQuery("DROP TABLE a");`, "not an ExtensionCommon"],
		["a shell", "$a = `id`;", "depends on"],
	])("are not guessed: %s", (_name, php, reason) => {
		expect(reasons(php).join()).toContain(reason);
	});

	it("are bounded", () => {
		const doubled = `$a = "aaaaaaaa"; ${"$a = $a . $a;".repeat(40)} $commonObject->sqlQuery($a);`;
		expect(reasons(doubled)).toHaveLength(1);
		const calls = [1, 2, 3, 4, 5, 6].map(
			(n) => `function h${n}($o) { ${`h${n + 1}($o);`.repeat(9)} }`,
		);
		const source = `${installPhp("h1($commonObject);")}${calls.join("")}function h7($o) { $o->sqlQuery("X"); }`;
		expect(readInstallPhp(bytesOf(source), "").fault).toContain("more SQL");
	});

	it("are read from any quoting as they were meant", () => {
		const text = fc.string({
			unit: fc.constantFrom(..."aZ0 \t\n\r'\"\\$`{}%;é€".split(""), "$a", "{$a", "\\n", "\\x41"),
		});
		const quotings = fc.constantFrom(
			(value: string) => `'${value.replace(/[\\']/g, "\\$&")}'`,
			(value: string) => `"${value.replace(/[\\"$]/g, "\\$&")}"`,
			(value: string) => `<<<EOT\n${value.replace(/[\\$]/g, "\\$&")}\nEOT\n`,
			(value: string) => `<<<'EOT'\n${value}\nEOT\n`,
			(value: string) => `'' . '${value.replace(/[\\']/g, "\\$&")}' . ""`,
		);
		fc.assert(
			fc.property(text, quotings, (value, quote) => {
				fc.pre(!value.endsWith("\r")); // Before a heredoc's last line break it is a part of that.
				// In a heredoc the parser takes even an escaped one for a variable, and refuses the file.
				fc.pre(!value.includes("${"));
				expect(statements(`$commonObject->sqlQuery(${quote(value)});`)).toEqual([value]);
			}),
			{ numRuns: 300 },
		);
	});

	it("make no source fail, whatever it is", () => {
		const pieces = fc.constantFrom(
			"<?php ",
			"function f(",
			")",
			"{",
			"}",
			'"',
			"'",
			"$a",
			";",
			"<<<A\n",
			"\0",
			"?>",
			"->sqlQuery(",
		);
		fc.assert(
			fc.property(fc.array(pieces, { maxLength: 20 }), (source) => {
				readInstallPhp(bytesOf(source.join("")), "");
			}),
		);
	});
});

describe("the functions of install.php", () => {
	it("give the id, and which of them is missing", () => {
		const read = readInstallPhp(bytesOf("<?php function Extension_Install_aB_1() {}"), "");
		expect(read).toMatchObject({
			ids: ["aB_1"],
			missing: ["delete", "upgrade"],
			oldEngineId: null,
		});
	});

	it("tell the old engine", () => {
		const read = readInstallPhp(bytesOf("<?php function plugin_init_old() {}"), "");
		expect(read).toMatchObject({ ids: [], oldEngineId: "old" });
	});

	it("may install several, of which the conf's is preferred", () => {
		const source = "<?php function extension_install_a() {} function extension_install_b() {}";
		expect(readInstallPhp(bytesOf(source), "").ids).toEqual(["a", "b"]);
		expect(readInstallPhp(bytesOf(source), "B").ids).toEqual(["b", "a"]);
	});
});
