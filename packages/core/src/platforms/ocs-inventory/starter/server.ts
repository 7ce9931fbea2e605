import type { Names } from "./names.ts";

/** What goes to the communication server. */
export function serverFiles({ id, segment, columns }: Names): Record<string, string> {
	const width = Math.max(...columns.map(({ name }) => name.length));
	return {
		[`APACHE/${id}.conf`]: `PerlModule Apache::Ocsinventory::Plugins::${segment}::Map\n`,
		"APACHE/Map.pm": `# Which fields of an inventory go to the table.
package Apache::Ocsinventory::Plugins::${segment}::Map;

use strict;
use Apache::Ocsinventory::Map;

$DATA_MAP{${id}} = {
    mask         => 0,
    multi        => 1,
    auto         => 1,
    delOnReplace => 1,
    sortBy       => '${columns[0]?.name}',
    writeDiff    => 0,
    cache        => 0,
    fields       => {
${columns.map(({ name }) => `        ${name.padEnd(width)} => {},\n`).join("")}\
    },
};

1;
`,
	};
}
