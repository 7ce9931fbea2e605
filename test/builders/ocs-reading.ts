import type { Extension } from "@graft/core/domain/extension";
import type { Problem } from "@graft/core/domain/problem";
import type { Reading } from "@graft/core/platforms/platform";
import { read } from "../../packages/core/src/platforms/ocs-inventory/read.ts";
import { type OcsSample, ocsFiles } from "./ocs-files.ts";
import { type Files, makeTree } from "./tree.ts";

/** The sample extension with some files replaced; null takes a file away. */
export type Changes = Readonly<Record<string, string | Uint8Array | null>>;

export function readSample(
	changes: Changes = {},
	{ neighbours = [], ...sample }: OcsSample & { neighbours?: readonly Extension[] } = {},
): Reading {
	const files: Files = ocsFiles(sample);
	for (const [path, content] of Object.entries(changes)) {
		if (content === null) delete files[path];
		else files[path] = content;
	}
	return read(makeTree(files), neighbours);
}

/** An install.php for `probe` whose functions hold this PHP. */
export function installPhp(install: string, remove = "", id = "probe"): string {
	return `<?php
function extension_install_${id}() {
$commonObject = new ExtensionCommon;
${install}
}
function extension_delete_${id}() {
$commonObject = new ExtensionCommon;
${remove}
}
function extension_upgrade_${id}() {}
`;
}

/** An install.php whose statements are these. */
export function installSql(install: readonly string[], remove: readonly string[] = []): string {
	const calls = (statements: readonly string[]) =>
		statements.map((sql) => `$commonObject->sqlQuery(${JSON.stringify(sql)});`).join("\n");
	return installPhp(calls(install), calls(remove));
}

export function codes(problems: readonly Problem[]): readonly string[] {
	return problems.map((problem) => problem.code);
}

/** `severity part code` of each problem, to compare at one look. */
export function verdicts({ problems }: Reading): readonly string[] {
	return problems.map(({ severity, part, code }) =>
		[severity, part, code].filter(Boolean).join(" "),
	);
}
