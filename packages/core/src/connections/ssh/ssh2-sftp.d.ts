declare module "ssh2/lib/protocol/SFTP.js" {
	import type { SFTPWrapper } from "ssh2";

	interface ChannelEnd {
		id: number;
		window: number;
		packetSize: number;
		state: string;
	}

	interface SFTP extends SFTPWrapper {
		/** Bytes from the other end; null when there are no more. */
		push(bytes: Buffer | null): void;
		_init(): void;
	}

	const SFTP: new (
		connection: {
			_protocol: {
				_remoteIdentRaw: Buffer;
				channelData(id: number, bytes: Buffer): void;
				channelClose(id: number): void;
			};
		},
		channel: { type: string; incoming: ChannelEnd; outgoing: ChannelEnd },
	) => SFTP;

	export { SFTP };
}
