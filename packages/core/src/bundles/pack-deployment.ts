import { createHash } from "node:crypto";
import type { Bundle, PackedFacts } from "../domain/bundle.ts";
import { packBundle } from "./pack-bundle.ts";

export interface Deployment {
	readonly id: string;
	/** `<id>/info`, then the fragments `<id>/<id>-1` and so on. */
	readonly files: readonly { readonly path: string; readonly bytes: Uint8Array }[];
	/** Hex, of all fragments one after the other: what agents compare. */
	readonly md5: string;
}

/**
 * The folder that OCS Inventory's deployment serves: agents join the fragments in order, so any cut is right.
 * One fragment unless `fragmentBytes` says how large one may be. Throws where the bundle has no deployment.
 */
export async function packDeployment(
	bundle: Bundle,
	id: string,
	fragmentBytes = Number.POSITIVE_INFINITY,
): Promise<Deployment> {
	if (!/^[0-9]+$/.test(id)) throw new Error(`Not the id of a deployment package: ${id}`);
	if (!(fragmentBytes >= 1)) throw new Error(`Not the size of a fragment: ${fragmentBytes}`);
	const { bytes } = await packBundle(bundle);
	const fragments = cut(bytes, fragmentBytes);
	const md5 = createHash("md5").update(bytes).digest("hex");
	const info = infoOf(bundle, { id, md5, fragments: fragments.length });
	return {
		id,
		files: [
			{ path: `${id}/info`, bytes: new TextEncoder().encode(info) },
			...fragments.map((fragment, index) => ({
				path: `${id}/${id}-${index + 1}`,
				bytes: fragment,
			})),
		],
		md5,
	};
}

const SMALLEST_ID = 100_000_000;
const LARGEST_ID = 999_999_999;

/**
 * An id that follows from what the package does, content and `info` alike: an agent never installs an id twice,
 * so another folder or command needs another id. Nine digits: OCS keeps ids as int32, and makes its own from
 * the time in seconds, which has ten.
 */
export async function deploymentId(bundle: Bundle): Promise<string> {
	const { bytes } = await packBundle(bundle);
	const info = infoOf(bundle, { id: "0", md5: "", fragments: 1 });
	const digest = createHash("sha256").update(info).update("\0").update(bytes).digest();
	const range = BigInt(LARGEST_ID - SMALLEST_ID + 1);
	return String(BigInt(SMALLEST_ID) + (digest.readBigUInt64BE() % range));
}

function infoOf(bundle: Bundle, facts: PackedFacts): string {
	if (bundle.deploymentInfo === undefined) throw new Error(`No deployment for ${bundle.fileName}`);
	return bundle.deploymentInfo(facts);
}

function cut(bytes: Uint8Array, size: number): Uint8Array[] {
	const fragments: Uint8Array[] = [];
	const step = Math.floor(Math.min(size, bytes.length));
	for (let at = 0; at < bytes.length; at += step) fragments.push(bytes.subarray(at, at + step));
	return fragments;
}
