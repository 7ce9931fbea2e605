import type { FileEntry, Stats } from "ssh2";
import type { Connection, Entry, EntryKind, Stat } from "../connection.ts";
import {
	can,
	codeOf,
	endOfFile,
	entriesOf,
	failure,
	noSuchFile,
	orMissing,
	statOf,
} from "./sftp-answers.ts";
import { isShared } from "./sftp-contents.ts";
import type { SftpSession } from "./sftp-session.ts";

type Names = Pick<
	Connection,
	"list" | "stat" | "lstat" | "kind" | "rename" | "remove" | "makeFolder" | "removeFolder"
>;

const mostEntries = 100_000;

/** What lies where, over SFTP; whatever it holds. */
export class SftpNames implements Names {
	protected readonly session: SftpSession;

	constructor(session: SftpSession) {
		this.session = session;
	}

	async list(path: string): Promise<readonly Entry[] | undefined> {
		return this.session.told("list", path, async () => {
			const handle = await orMissing(
				this.session.call<Buffer>((done) => this.session.sftp.opendir(path, done)),
			);
			if (handle === undefined) return undefined;
			try {
				const found: FileEntry[] = [];
				for (let more = true; more && found.length < mostEntries; ) {
					// Two at a time: the second says already that there is no more, where it is one page.
					const pages = await Promise.all([this.#page(handle), this.#page(handle)]);
					for (const page of pages) found.push(...(page ?? []));
					more = !pages.includes(undefined);
				}
				return entriesOf(this.session.label, path, found);
			} finally {
				this.session.forget(handle);
			}
		});
	}

	async stat(path: string): Promise<Stat | undefined> {
		return this.session.told("look at", path, async () => {
			const found = await orMissing(
				this.session.call<Stats>((done) => this.session.sftp.stat(path, done)),
			);
			return found && statOf(found);
		});
	}

	async lstat(path: string): Promise<Stat | undefined> {
		return this.session.told("look at", path, async () => {
			const found = await this.itself(path);
			return found && statOf(found);
		});
	}

	async kind(path: string): Promise<EntryKind | undefined> {
		return (await this.lstat(path))?.kind;
	}

	async rename(from: string, to: string): Promise<void> {
		await this.session.told("rename", from, () =>
			this.session.during(
				can(this.session.sftp, "posix-rename@openssh.com")
					? this.session.client.posixRename(from, to)
					: this.session.client.rename(from, to),
			),
		);
	}

	async remove(path: string): Promise<void> {
		await this.session.told("remove", path, () =>
			orMissing(this.session.during(this.session.client.delete(path, true))),
		);
	}

	async makeFolder(path: string, mode: number): Promise<boolean> {
		return this.session.told("make", path, async () => {
			try {
				await this.session.call((done) => this.session.sftp.mkdir(path, { mode }, done));
			} catch (error) {
				if (codeOf(error) !== failure || (await this.stat(path))?.kind !== "folder") throw error;
				return false;
			}
			if (isShared(mode)) await this.#setModeOfFolder(path, mode);
			return true;
		});
	}

	async removeFolder(path: string): Promise<boolean> {
		return this.session.told("remove", path, async () => {
			try {
				await this.session.call((done) => this.session.sftp.rmdir(path, done));
				return true;
			} catch (error) {
				if (codeOf(error) === noSuchFile) return false;
				// SFTP has no code for "it is not empty" either.
				if (codeOf(error) === failure && (await this.list(path))?.length) return false;
				throw error;
			}
		});
	}

	/** Whoever owns the folder above may have put a link there by now: that is not followed, where the server knows how. */
	async #setModeOfFolder(path: string, mode: number): Promise<void> {
		if (can(this.session.sftp, "lsetstat@openssh.com")) {
			await this.session.call((done) =>
				this.session.sftp.ext_openssh_lsetstat(path, { mode }, done),
			);
		} else {
			await this.session.during(this.session.client.chmod(path, mode));
		}
	}

	/** undefined at the end. */
	async #page(handle: Buffer): Promise<readonly FileEntry[] | undefined> {
		return this.session
			.call<FileEntry[]>((done) => this.session.sftp.readdir(handle, done))
			.catch((error) => {
				if (codeOf(error) === endOfFile) return undefined;
				throw error;
			});
	}

	protected itself(path: string): Promise<Stats | undefined> {
		return orMissing(this.session.call<Stats>((done) => this.session.sftp.lstat(path, done)));
	}
}
