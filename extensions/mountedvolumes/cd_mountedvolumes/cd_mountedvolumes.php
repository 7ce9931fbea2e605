<?php

/*
 * Mounted volumes: the table on the page of a machine. SPDX-License-Identifier: MIT
 * The console includes this file with $l, $protectedPost and $systemid, once for the page and once for its rows.
 */

if (AJAX) {
    parse_str($protectedPost['ocs']['0'], $params);
    $protectedPost += $params;
    ob_start();
}

print_item_header($l->g(764300));

$form_name = 'mountedvolumes';
$tab_options = $protectedPost;
$tab_options['form_name'] = $form_name;
$tab_options['table_name'] = $form_name;

$list_fields = array(
    $l->g(764301) => 'MOUNTPOINT',
    $l->g(764302) => 'SOURCE',
    $l->g(764303) => 'FILESYSTEM',
    $l->g(764304) => 'LABEL',
    $l->g(764306) => 'SIZE_MB',
    $l->g(764307) => 'FREE_MB',
    $l->g(764305) => 'OPTIONS',
);
$list_col_cant_del = array($l->g(764301) => $l->g(764301));
$default_fields = $list_fields;
$query = 'SELECT * FROM mountedvolumes WHERE HARDWARE_ID = ' . (int) $systemid;

echo open_form($form_name, '', '', 'form-horizontal');
ajaxtab_entete_fixe($list_fields, $default_fields, $tab_options, $list_col_cant_del);
echo close_form();

if (AJAX) {
    ob_end_clean();
    tab_req($list_fields, $default_fields, $list_col_cant_del, $query, $tab_options);
    ob_start();
}
