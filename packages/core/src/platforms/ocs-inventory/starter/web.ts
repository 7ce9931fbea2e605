import type { Names } from "./names.ts";

/** What OCS's console reads: the package's own data, its table, and a page on that of each machine. */
export function webFiles(names: Names): Record<string, string> {
	const { id, translation, columns } = names;
	const texts = [{ translation, label: names.title }, ...columns];
	return {
		"infos.json": infos(names),
		"install.php": install(names),
		"hook.xml": hook(names),
		[`cd_${id}/cd_${id}.php`]: page(names),
		"language/en_GB/en_GB.txt": texts.map((each) => `${each.translation} ${each.label}\n`).join(""),
	};
}

function infos({ title, columns }: Names): string {
	const words = columns.map(({ label }) => label.toLowerCase()).join(", ");
	const content = {
		displayName: title,
		author: ["Your name"],
		contributor: [],
		supportedAgent: ["Windows", "Unix"],
		version: "1.0",
		licence: "MIT",
		description: { en: `${title} of each machine: ${words}` },
	};
	return `${JSON.stringify(content, null, 2)}\n`;
}

function install({ id, columns }: Names): string {
	return `<?php

function extension_install_${id}()
{
    $common = new ExtensionCommon;
    $common->sqlQuery("CREATE TABLE IF NOT EXISTS ${id} (
        ID INT NOT NULL AUTO_INCREMENT,
        HARDWARE_ID INT NOT NULL,
${columns.map(({ name }) => `        ${name} VARCHAR(255) DEFAULT NULL,\n`).join("")}\
        PRIMARY KEY (ID),
        KEY HARDWARE_ID (HARDWARE_ID)
    ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4");
}

function extension_delete_${id}()
{
    $common = new ExtensionCommon;
    $common->sqlQuery("DROP TABLE IF EXISTS ${id}");
}

// OCS wants this function to be there, and never calls it.
function extension_upgrade_${id}()
{
}
`;
}

function hook({ id, translation }: Names): string {
	return `<?xml version="1.0" encoding="UTF-8"?>
<hookstore>
    <hook type="lang">
        <value>en_GB</value>
    </hook>
    <hook type="cdentry">
        <identifier>cd_${id}</identifier>
        <translation>${translation}</translation>
        <category>other</category>
        <available>${id}</available>
    </hook>
</hookstore>
`;
}

function page({ id, columns, translation }: Names): string {
	const [first] = columns;
	const fields = columns.map((each) => `    $l->g(${each.translation}) => '${each.name}',\n`);
	return `<?php

/*
 * The table on the page of a machine. The console includes this file with $l, $protectedPost and $systemid,
 * once for the page and once for its rows.
 */

if (AJAX) {
    parse_str($protectedPost['ocs']['0'], $params);
    $protectedPost += $params;
    ob_start();
}

print_item_header($l->g(${translation}));

$form_name = '${id}';
$tab_options = $protectedPost;
$tab_options['form_name'] = $form_name;
$tab_options['table_name'] = $form_name;

$list_fields = array(
${fields.join("")});
$list_col_cant_del = array($l->g(${first?.translation}) => $l->g(${first?.translation}));
$default_fields = $list_fields;
$query = 'SELECT * FROM ${id} WHERE HARDWARE_ID = ' . (int) $systemid;

echo open_form($form_name, '', '', 'form-horizontal');
ajaxtab_entete_fixe($list_fields, $default_fields, $tab_options, $list_col_cant_del);
echo close_form();

if (AJAX) {
    ob_end_clean();
    tab_req($list_fields, $default_fields, $list_col_cant_del, $query, $tab_options);
    ob_start();
}
`;
}
