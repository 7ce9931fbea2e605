import { mitLicence } from "../../mit-licence.ts";
import type { Names } from "./names.ts";

/** For people. */
export function paperFiles(names: Names): Record<string, string> {
	return { "README.md": readme(names), LICENSE: mitLicence };
}

function readme({ id, title, segment, columns }: Names): string {
	return `# ${title}

An extension for OCS Inventory 2.6 and later. It shows for each machine:

| column | what it is |
|---|---|
${columns.map(({ name, label }) => `| ${name} | ${label.toLowerCase()} |\n`).join("")}\

## Change it

| to | edit |
|---|---|
| collect something on Unix machines | \`collect\` in \`agent/Unix/${segment}.pm\`, then \`perl test/agent.t\` |
| collect something on Windows machines | \`Get-Rows\` in \`agent/Windows/${id}.ps1\` |
| add a column | \`install.php\`, \`APACHE/Map.pm\`, both agents' scripts; to show it, \`cd_${id}/cd_${id}.php\` and \`language/en_GB/en_GB.txt\` |
| say who wrote it, and which version it is | \`infos.json\`, \`LICENSE\` |

## Install it

    install-plugin pack .
    install-plugin up ${id}-1.0.zip --server local

The licence is MIT, because pages of the console run as a part of OCS, which is under the GPL version 2.
`;
}
