/**
 * What the console of OCS Inventory 2.11 and 2.12 has declared when it runs an install.php, or declares afterwards on the
 * same page, in lower case: its index.php, its page of extensions, and what the two include.
 */
const FUNCTIONS: ReadonlySet<string> = new Set(
	`addlog ajaxfiltre ajaxgestionresults ajaxlimit ajaxsort ajaxtab_entete_fixe attrs_to_html calendars
	change_window check_requirements close_form cookies_add cookies_reset datepick datetimefrommysql dbconnect
	dbgetftindex del_selection filtre formgroup generate_secure_sql gestion_col get_cas_config get_update_json
	getcopy_config_file html_header iframe incpicker is_defined js_tooltip lbl_column look_config_default_values
	migrate_admindata_2_5 migrate_config_2_2 migrate_js_2_2 migrate_menus_2_2 migrate_profiles_2_2
	migrate_snmp_2_10_1 migrate_urls_2_2 modif_values msg msg_error msg_info msg_success msg_warning mysql2_prepare
	mysql2_query_secure nb_page onglet open_form p parse_xml_file post_ocs_file_to_server prepare_sql_tab print_r_v2
	printentete printentete_tab read_config_file read_configuration read_files read_profil_file reloadform_closeme
	replace_entity_xml return_bytes scandirectory show_field show_form_field show_form_input show_form_label
	show_form_select show_form_submit show_form_textarea show_menu show_modif show_page show_tabs strip_tags_array
	tab_entete_fixe tab_list_error tab_modif_values tab_req tooltip update_config_file xml_decode xml_encode`.split(
		/\s+/,
	),
);

const CLASSES: ReadonlySet<string> = new Set(
	`admininfo computermenurenderer computerplugin extensioncommon extensionhook extensionmanager history ipdiscover
	language layout mainmenurenderer menu menuelem menurenderer ocssnmp profile txtjsserializer txtmenuserializer
	txtprofileserializer txturlsserializer urls xmljsserializer xmlmenuserializer xmlpluginsserializer
	xmlprofileserializer xmlurlsserializer`.split(/\s+/),
);

export function isDeclaredByOcs(kind: "function" | "class", name: string): boolean {
	return (kind === "function" ? FUNCTIONS : CLASSES).has(name.toLowerCase());
}
