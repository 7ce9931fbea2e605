import type { Files } from "./tree.ts";

export interface OcsSample {
	id?: string;
	version?: string;
	segment?: string;
	table?: string;
}

/** A complete and correct OCS extension for both agents; spread it and replace what a test is about. */
export function ocsFiles({
	id = "probe",
	version = "1.0",
	segment = id.charAt(0).toUpperCase() + id.slice(1),
	table = id,
}: OcsSample = {}): Files {
	return {
		"infos.json": JSON.stringify({
			displayName: `Extension ${id}`,
			author: ["A. Author"],
			contributor: [""],
			supportedAgent: ["Windows", "Unix"],
			version,
			licence: "GPLv2",
			description: { en: `What ${id} collects`, fr: `Ce que ${id} collecte` },
		}),
		"install.php": `<?php
function extension_install_${id}() {
    $commonObject = new ExtensionCommon;
    $commonObject->sqlQuery("CREATE TABLE IF NOT EXISTS ${table} (
        ID INTEGER NOT NULL AUTO_INCREMENT,
        HARDWARE_ID INTEGER NOT NULL,
        MOUNT VARCHAR(255) DEFAULT NULL,
        FSTYPE VARCHAR(64) DEFAULT NULL,
        PRIMARY KEY (ID, HARDWARE_ID)
    ) ENGINE=INNODB;");
}
function extension_delete_${id}() {
    $commonObject = new ExtensionCommon;
    $commonObject->sqlQuery("DROP TABLE IF EXISTS ${table}");
}
function extension_upgrade_${id}() {
}
`,
		"hook.xml": `<?xml version="1.0" encoding="UTF-8"?>
<hookstore>
  <hook type="lang"><value>en_GB</value></hook>
  <hook type="cdentry"><identifier>cd_${id}</identifier><translation>990001</translation><category>other</category><available>${table}</available></hook>
</hookstore>
`,
		"language/en_GB/en_GB.txt": `990001 ${id}\n`,
		[`cd_${id}/cd_${id}.php`]: `<?php print_item_header("${id}");\n`,
		[`APACHE/${id}.conf`]: `PerlModule Apache::Ocsinventory::Plugins::${segment}::Map\n`,
		"APACHE/Map.pm": `package Apache::Ocsinventory::Plugins::${segment}::Map;
use strict;
use Apache::Ocsinventory::Map;
$DATA_MAP{${table}} = {
    mask => 0, multi => 1, auto => 1, delOnReplace => 1, sortBy => 'MOUNT', writeDiff => 0, cache => 0,
    fields => { MOUNT => {}, FSTYPE => {} },
};
1;
`,
		[`agent/${segment}.ps1`]: `Write-Output "<${table.toUpperCase()}><MOUNT>C:</MOUNT><FSTYPE>NTFS</FSTYPE></${table.toUpperCase()}>"\n`,
		[`agent/${segment}.pm`]: `package Ocsinventory::Agent::Modules::${segment};
use strict;
use warnings;
sub new {
    my (undef, $context) = @_;
    return bless { context => $context, structure => { name => '${id}', inventory_handler => '${id}_inventory' } };
}
sub ${id}_inventory {
    my ($self) = @_;
    push @{ $self->{context}{common}{xmltags}{${table.toUpperCase()}} }, { MOUNT => ['/'], FSTYPE => ['ext4'] };
}
1;
`,
		"README.md": `# ${id}\n`,
	};
}

/** The same below one root folder, as GitHub hands it out. */
export function under(root: string, files: Files): Files {
	return Object.fromEntries(Object.entries(files).map(([path, text]) => [`${root}/${path}`, text]));
}
