import type { DownloadServer } from "../system/download-server.ts";

/** Statement by which OCS deploys from `download` below this folder, as that server serves it. */
export function deploymentSettings(folder: string, { info, fragments }: DownloadServer): string {
	return `replace into config (NAME, IVALUE, TVALUE) values ('DOWNLOAD', 1, ''),
		('DOWNLOAD_PACK_DIR', 1, '${folder}'), ('DOWNLOAD_URI_INFO', 0, '${info}'),
		('DOWNLOAD_URI_FRAG', 0, '${fragments}')`;
}
