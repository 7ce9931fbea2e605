import { type OcsSample, ocsFiles } from "./ocs-files.ts";
import { installSql } from "./ocs-reading.ts";
import type { Files } from "./tree.ts";

/** An extension that the code is said of as a warning, for all that can be accepted. */
export interface Warned {
	/** What of the sample extension is otherwise; null takes a file away. */
	readonly changes: Readonly<Record<string, string | null>>;
	/** Another extension that must be there before it. */
	readonly neighbour?: OcsSample & {
		readonly id: string /** At the end of its install.php. */;
		readonly more?: string;
	};
}

export function neighbourFiles({ neighbour }: Warned): Files {
	if (neighbour === undefined) return {};
	const files = ocsFiles(neighbour);
	return { ...files, "install.php": `${files["install.php"]}${neighbour.more ?? ""}` };
}

const sample = ocsFiles();
const text = (path: string) => String(sample[path]);
const file = (path: string, content: string | null): Warned => ({ changes: { [path]: content } });

const changed = (path: string, from: string | RegExp, to: string): Warned => {
	const content = text(path).replace(from, to);
	if (content === text(path)) throw new Error(`${path} has no ${from}`);
	return file(path, content);
};
const map = (from: string | RegExp, to: string) => changed("APACHE/Map.pm", from, to);
const conf = (content: string) => file("APACHE/probe.conf", content);

const TABLE =
	"CREATE TABLE IF NOT EXISTS probe (ID INTEGER NOT NULL AUTO_INCREMENT, HARDWARE_ID INTEGER NOT NULL, MOUNT VARCHAR(255), FSTYPE VARCHAR(64), PRIMARY KEY (ID, HARDWARE_ID))";
const sql = (...install: string[]): Warned =>
	file("install.php", installSql([TABLE, ...install], ["DROP TABLE IF EXISTS probe"]));
const table = (columns: string) =>
	file(
		"install.php",
		installSql([`CREATE TABLE IF NOT EXISTS probe (${columns})`], ["DROP TABLE IF EXISTS probe"]),
	);

/** By code, without its area. */
export const warned: Readonly<Record<string, Warned>> = {
	"several-install-functions": changed("install.php", /$/, "function extension_install_two() {}\n"),
	"function-missing": changed("install.php", /function extension_upgrade[\s\S]*/, ""),
	"loose-code": changed("install.php", /$/, "echo 'hello';\n"),
	"infos-unreadable": file("infos.json", "{"),
	"infos-shape": changed("infos.json", /"description":\{.*?\}/, '"description":"words"'),
	"php-version": changed("install.php", /$/, "function array_find() {}\n"),
	"php-name-taken": {
		...changed("install.php", /$/, "function helper_of_both() {}\n"),
		neighbour: { id: "other", table: "theirs", more: "function helper_of_both() {}\n" },
	},
	"text-control": changed("infos.json", "Extension probe", "Exten\\u0007sion"),
	"hook-malformed": file("hook.xml", "<hookstore>"),
	"second-copy": { changes: {}, neighbour: { id: "PROBE", table: "elsewhere" } },

	"sql-into-ocs-table": sql("INSERT INTO config (NAME) VALUES ('X')"),
	"table-taken": { ...sql("DELETE FROM theirs"), neighbour: { id: "other", table: "theirs" } },
	"sql-other-table": sql("INSERT INTO probe (ID, HARDWARE_ID) SELECT ID, ID FROM hardware"),
	"sql-other-database": sql("INSERT INTO elsewhere.probe (ID) VALUES (1)"),
	"sql-stored-code": sql("CREATE TRIGGER t AFTER INSERT ON probe FOR EACH ROW SET @a = 1;"),
	"sql-empties-table": sql("TRUNCATE TABLE probe"),
	"sql-function": sql("INSERT INTO probe (ID, HARDWARE_ID) VALUES (1, SLEEP(0))"),
	"sql-session": sql("SET @a = 1"),
	"sql-read": sql("SELECT 1"),
	"sql-odd": sql("FROBNICATE probe"),
	"sql-several-statements": sql("DELETE FROM probe WHERE ID = 1; DELETE FROM probe WHERE ID = 2"),
	"table-adopted": {
		changes: Object.fromEntries(
			Object.entries(ocsFiles({ table: "unixusers" })).map(([path, it]) => [path, String(it)]),
		),
	},

	"conf-directive": conf(`${text("APACHE/probe.conf")}Alias /probe /probe\n`),
	"conf-module": conf("# nothing\n"),
	"conf-missing": file("APACHE/probe.conf", null),
	"module-missing": conf(`${text("APACHE/probe.conf")}PerlModule Apache::Other::Thing\n`),
	"several-confs": file("APACHE/second.conf", text("APACHE/probe.conf")),

	"map-syntax": map("};", ";"),
	"map-empty": map(/\$DATA_MAP[\s\S]*?};\n/, ""),
	"map-code": map("1;", "our $x = 1;\n1;"),
	"map-unconnected": map("use Apache::Ocsinventory::Map;\n", ""),
	"map-unassigned": map("} = {", "} => {"),
	"map-replaced": map(/\$DATA_MAP\{(\w+)\} = ([\s\S]*?);\n/, "%DATA_MAP = ($1 => $2);\n"),
	"map-shape": map("MOUNT => {}", "MOUNT => 1"),
	"map-name": map("MOUNT =>", "'MO-UNT\n' =>"),
	"section-of-ocs": map("{probe}", "{Softwares}"),
	"section-as-field": map("{probe}", "{language}"),
	"section-as-list": map(/\{probe\}(.*\n.*)multi => 1/, "{fans}$1multi => 0"),
	"section-without-table": map("{probe}", "{elsewhere}"),
	"section-without-fields": map(/fields => \{.*\},/, "fields => {},"),
	"section-taken": { changes: {}, neighbour: { id: "other", table: "probe" } },
	"file-taken": { changes: {}, neighbour: { id: "other", segment: "Probe", table: "theirs" } },
	"table-without-columns": table("ID INT, MOUNT INT, FSTYPE INT"),
	"field-without-column": map("FSTYPE =>", "FSTYP =>"),
	"field-twice": map("MOUNT => {}", "MOUNT => {}, mount => {}"),
	"field-id": map("MOUNT => {}", "MOUNT => {}, ID => {}"),
	"sort-without-column": map(/'MOUNT', writeDiff => 0/, "'X', writeDiff => 1"),

	"agent-package": {
		changes: {
			"agent/Probe.pm": null,
			"agent/field-one.pm": text("agent/Probe.pm").replace(/^package.*\n/, ""),
		},
	},
	"agent-ends-false": changed("agent/Probe.pm", /1;\n$/, ""),
	"agent-same-name": file("agent/Unix/Probe.pm", text("agent/Probe.pm")),
	"agent-file-name": file("agent/-x;$(id).ps1", "Write-Output 1\n"),
};

export function warnedFiles({ changes }: Warned): Files {
	const files: Files = { ...sample };
	for (const [path, content] of Object.entries(changes)) {
		if (content === null) delete files[path];
		else files[path] = content;
	}
	return files;
}
