import { mkdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { GraftError } from "@graft/core/domain/errors";
import type { Context } from "../context/context.ts";
import type { Paths } from "../context/paths.ts";
import { asOwnerOf } from "../files/as-owner.ts";
import { writeDurably } from "../files/write-durably.ts";
import { readEncryptionKey } from "../secrets/encryption-key.ts";
import { seal, unseal } from "../secrets/sealed-text.ts";

type Ctx = Pick<Context, "paths">;

/** What may be stored of an input: secrets by their place among the sealed ones, an archive by a mark. */
export interface StoredInput {
	readonly input: unknown;
	readonly sealedSecrets: string | null;
	readonly archive: Uint8Array | null;
}

/** As server-address.ts names them. */
const secretNames = new Set(["password", "passphrase", "sudoPassword"]);

export async function sealInput({ paths }: Ctx, id: string, given: unknown): Promise<StoredInput> {
	const secrets: string[] = [];
	let archive: Uint8Array | null = null;
	const input = walk(given, (value, name) => {
		if (value instanceof Uint8Array) {
			archive = value;
			return { $archive: true };
		}
		if (!secretNames.has(name) || typeof value !== "string") return value;
		secrets.push(value);
		return { $secret: secrets.length - 1 };
	});
	if (secrets.length === 0) return { input, sealedSecrets: null, archive };
	const key = await readEncryptionKey(paths.home, true);
	return { input, sealedSecrets: seal(key, purposeOf(id), JSON.stringify(secrets)), archive };
}

/**
 * Throws GraftError "refused" where the key is another one, or the archive is gone; `isLeft`: over which a process died,
 * which may have imported its archive before, or never stored it.
 */
export async function openInput(
	{ paths }: Ctx,
	{ id, input, sealedSecrets }: { id: string } & Omit<StoredInput, "archive">,
	isLeft: boolean,
): Promise<unknown> {
	const secrets: string[] =
		sealedSecrets === null
			? []
			: JSON.parse(
					unseal(await readEncryptionKey(paths.home, false), purposeOf(id), sealedSecrets),
				);
	const archive = isAskedFor(input) && !isLeft ? await readAsked(paths, id) : undefined;
	return walk(input, (value) => {
		if (typeof value !== "object" || value === null) return value;
		if ("$archive" in value) return archive;
		return "$secret" in value ? secrets[Number(value.$secret)] : value;
	});
}

function purposeOf(id: string): string {
	return `operation ${id}`;
}

function isAskedFor(input: unknown): boolean {
	return JSON.stringify(input).includes('"$archive"');
}

/** Replaces what `replace` gives another value for, from the outside in. */
function walk(
	value: unknown,
	replace: (value: unknown, name: string) => unknown,
	name = "",
): unknown {
	const replaced = replace(value, name);
	if (replaced !== value) return replaced;
	if (Array.isArray(value)) return value.map((each) => walk(each, replace));
	if (typeof value !== "object" || value === null) return value;
	return Object.fromEntries(
		Object.entries(value).map(([key, each]) => [key, walk(each, replace, key)]),
	);
}

/** The archive of an operation that waits for its runner: there as long as it has not ended. */
export async function keepAsked({ home }: Paths, id: string, archive: Uint8Array): Promise<void> {
	await asOwnerOf(home, async () => {
		await mkdir(askedFolder(home), { recursive: true, mode: 0o700 });
		await writeDurably(join(askedFolder(home), id), archive, 0o600);
	});
}

export async function dropAsked({ home }: Paths, id: string): Promise<void> {
	await asOwnerOf(home, () => rm(join(askedFolder(home), id), { force: true }));
}

async function readAsked({ home }: Paths, id: string): Promise<Uint8Array> {
	const path = join(askedFolder(home), id);
	return readFile(path).catch((cause: unknown) => {
		throw new GraftError("refused", `The archive of this operation, ${path}, cannot be read.`, {
			hint: "Ask for it again, with the archive.",
			cause,
		});
	});
}

export function askedFolder(home: string): string {
	return join(home, "asked");
}
