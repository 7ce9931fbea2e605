import type { Client, SFTPWrapper } from "ssh2";
import SftpClient from "ssh2-sftp-client";

/** ssh2-sftp-client over a session that is open already: its own `connect` knows neither jump hosts nor sudo. */
export class AttachedSftp extends SftpClient {
	declare client: Client;
	declare sftp: SFTPWrapper;

	constructor(client: Client, session: SFTPWrapper) {
		super();
		this.client = client;
		this.sftp = session;
	}
}
