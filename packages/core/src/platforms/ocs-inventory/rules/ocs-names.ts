/**
 * Tables of OCS Inventory itself up to 2.12 (schema 7081), from its schema and the updates behind it, in lower case; those
 * of earlier versions too. Its sections have the names of some of them.
 */
const OCS_TABLES: ReadonlySet<string> = new Set(
	`accesslog accountinfo accountinfo_config archive assets_categories auth_attempt batteries bios
	blacklist_macaddresses blacklist_serials blacklist_subnet config config_ldap conntrack controllers cpus cve_search
	cve_search_computer cve_search_correspondance cve_search_history deleted_equiv deploy devices devicetype
	dico_ignored dico_soft download_affect_rules download_available download_enable download_history
	download_servers downloadwk_conf_values downloadwk_fields downloadwk_history downloadwk_pack
	downloadwk_statut_request downloadwk_tab_values drives engine_mutex engine_persistent extensions files groups
	groups_cache hardware hardware_osname_cache history inputs itmgmt_comments javainfo journallog languages layouts
	local_groups local_users locks memories modems monitors netmap network_devices networks notification
	notification_config operators ports printers prolog_conntrack regconfig registry registry_name_cache
	registry_regvalue_cache reports_notifications repository saas saas_exp save_query schedule_wol sim slots
	snmp_accountinfo snmp_communities snmp_configs snmp_default snmp_labels snmp_links snmp_mibs snmp_types
	snmp_types_conditions software software_categories software_categories_link software_category_exp software_link
	software_name software_publisher software_version softwares softwares_name_cache sounds ssl_store storages subnet
	tags temp_files usbdevices videos virtualmachines`.split(/\s+/),
);

/** For each type of device that its SNMP scan knows, OCS makes a table by itself. */
const MADE_BY_OCS = /^snmp_/i;

export function isOcsTable(name: string): boolean {
	return OCS_TABLES.has(name.toLowerCase()) || MADE_BY_OCS.test(name);
}

/** Sections that OCS's server took over from the extension that still brings them. */
const ADOPTED: ReadonlySet<string> = new Set(["unixusers"]);

export function isAdopted(name: string): boolean {
	return ADOPTED.has(name.toLowerCase());
}

/** They came to OCS with its schema 7039, and 7040 took them away: from then on they are the extension's again. */
export const ADOPTED_IN: readonly number[] = [7039];

export function isAdoptedTable(name: string, schemaVersion: number): boolean {
	return ADOPTED_IN.includes(schemaVersion) && isAdopted(name);
}

/** OCS's own texts have numbers up to 9972; extensions are free from here on. */
export const FIRST_FREE_TRANSLATION = 10_000;

/** Languages that its console can be set to. */
export const OCS_LANGUAGES: ReadonlySet<string> = new Set(
	`br_BR cs_CZ de_DE en_GB es_ES fr_FR it_IT ja_JP nl_NL pl_PL pt_PT ru_RU si_SI tr_TR ug_UY uk_UA zh_CN`.split(
		" ",
	),
);

/** What a computer's page is divided into. */
export const COMPUTER_CATEGORIES: ReadonlySet<string> = new Set(
	"software hardware network devices admin config teledeploy other".split(" "),
);
