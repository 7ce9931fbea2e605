import type { Connection, Content } from "@graft/core/connections/connection";
import { GraftError } from "@graft/core/domain/errors";
import { halfOf } from "../../packages/core/src/connections/half.ts";

/** `half`: only the first half of the bytes of a write or a copy arrives. */
export type Moment = "before" | "half" | "after";

export interface Death {
	/** Counts from 1. */
	readonly call: number;
	readonly moment: Moment;
}

export interface FaultyOptions {
	readonly death?: Death;
	/** After every call that had an effect. */
	readonly inspect?: () => void;
	/** What a call is told instead of being done; the connection lives on. */
	readonly fail?: (call: string) => Error | undefined;
	/** Instead of the real one's. */
	readonly stateFolder?: string;
}

export interface FaultyConnection extends Connection {
	/** `verb path` of every call so far, in order. */
	readonly calls: readonly string[];
	/** Resolves when no call is under way any more: what a dead process had asked for has happened by then. */
	settled(): Promise<void>;
}

/** A real connection that dies at one call, for ever: to whoever uses it, as if its process had been killed there. */
export function faultyConnection(inner: Connection, options: FaultyOptions = {}): FaultyConnection {
	const calls: string[] = [];
	const underWay = new Set<Promise<unknown>>();
	let dead = false;

	const lost = (): GraftError => new GraftError("unreachable", "the connection was lost");

	async function pass<T>(
		verb: string,
		target: string,
		whole: () => Promise<T>,
		half: () => Promise<unknown> = whole,
	): Promise<T> {
		if (dead) throw lost();
		const call = `${verb} ${target}`;
		calls.push(call);
		const failure = options.fail?.(call);
		if (failure) throw failure;
		const dying = options.death?.call === calls.length ? options.death.moment : undefined;
		if (dying) dead = true;
		if (dying === "before") throw lost();
		const effect = dying === "half" ? half() : whole();
		underWay.add(effect);
		try {
			const result = await effect;
			if (dying) throw lost();
			return result as T;
		} finally {
			underWay.delete(effect);
			options.inspect?.();
		}
	}

	return {
		label: inner.label,
		hasShell: () => inner.hasShell(),
		stateFolder: options.stateFolder ?? inner.stateFolder,
		calls,
		async settled() {
			await Promise.allSettled([...underWay]);
		},
		read: (path, limit) => pass("read", path, () => inner.read(path, limit)),
		async *stream(path) {
			await pass("stream", path, async () => undefined);
			yield* inner.stream(path);
		},
		digest: (path) => pass("digest", path, () => inner.digest(path)),
		copy: (from, to, copying) =>
			pass(
				"copy",
				`${from} ${to}`,
				() => inner.copy(from, to, copying),
				() => copyHalf(inner, from, to, copying),
			),
		list: (path) => pass("list", path, () => inner.list(path)),
		stat: (path) => pass("stat", path, () => inner.stat(path)),
		lstat: (path) => pass("lstat", path, () => inner.lstat(path)),
		kind: (path) => pass("kind", path, () => inner.kind(path)),
		write: (path, content, writing) =>
			pass(
				"write",
				path,
				() => inner.write(path, content, writing),
				async () => inner.write(path, firstHalf(await whole(content)), writing),
			),
		rename: (from, to) => pass("rename", `${from} ${to}`, () => inner.rename(from, to)),
		remove: (path) => pass("remove", path, () => inner.remove(path)),
		makeFolder: (path, mode) => pass("makeFolder", path, () => inner.makeFolder(path, mode)),
		removeFolder: (path) => pass("removeFolder", path, () => inner.removeFolder(path)),
		run: (argv, running) => pass("run", argv.join(" "), () => inner.run(argv, running)),
		close: () => inner.close(),
	};
}

async function copyHalf(
	inner: Connection,
	from: string,
	to: string,
	copying: { mode: number },
): Promise<void> {
	const bytes = (await inner.read(from)) ?? new Uint8Array();
	await inner.write(halfOf(to), firstHalf(bytes), copying);
}

function firstHalf(bytes: Uint8Array): Uint8Array {
	return bytes.subarray(0, Math.floor(bytes.length / 2));
}

async function whole(content: Content): Promise<Uint8Array> {
	if (content instanceof Uint8Array) return content;
	const pieces: Uint8Array[] = [];
	for await (const piece of content) pieces.push(piece);
	return Buffer.concat(pieces);
}
