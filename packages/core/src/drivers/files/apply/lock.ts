import { posix } from "node:path";
import * as z from "zod";
import type { Connection, Stat } from "../../../connections/connection.ts";
import { GraftError } from "../../../domain/errors.ts";
import { parseJson } from "../../../domain/parse-json.ts";
import type { Place } from "../../../domain/plan.ts";
import { printable } from "../../../domain/printable.ts";
import { mayBeAlive, type OwnProcess } from "../../../host/own-process.ts";
import { lookIntoWorkFolder, requireOwn } from "../plan/work-folder.ts";
import {
	aliveName,
	clearWorkFolder,
	generationOf,
	lockPath,
	namesInWorkFolder,
} from "./work-folder.ts";

/**
 * A lock is a file `lock-<n>.json` in the work folder, made exclusively; the highest number holds. Whoever finds its
 * owner gone makes the next number: of two who do so, one wins, and nobody ever removes a lock of somebody else.
 */
const lockSchema = z.object({
	operation: z.string(),
	actor: z.string(),
	at: z.string(),
	host: z.string(),
	machine: z.string(),
	pid: z.int(),
	started: z.string(),
});
type Owner = z.infer<typeof lockSchema>;

const beatEveryMs = 5_000;
/** Without a sign of life for so long, by the server's clock, an owner is gone. */
const silentMs = 30_000;
/** A lock that is not whole: its owner died while writing it, or is about to finish. */
const tornMs = 10_000;
/** After so long without a beat of our own we look whether we still hold the lock. */
const doubtMs = 15_000;

interface SeenLock {
	readonly text: string;
	readonly modifiedAt: number;
}

interface Passed extends SeenLock {
	readonly generation: number;
}
const nobody: Passed = { generation: 0, text: "", modifiedAt: 0 };

export interface LockInput {
	readonly connection: Connection;
	readonly place: Place;
	/** The same again after a lost connection: it may take over from itself at once. */
	readonly operation: string;
	readonly actor: string;
	readonly clock: () => Date;
	readonly process: OwnProcess;
}

/** Somebody else took over while we were held up: nothing may be touched any more. */
export class LockLost extends GraftError {}

export interface Lock {
	/** The work folder was there already: something may have been interrupted. */
	readonly foundLeftovers: boolean;
	/** Throws LockLost where the lock is not ours any more. */
	confirm(): Promise<void>;
	/** Takes this lock alone away: all else stays as it was found. */
	leave(): Promise<void>;
	/** Takes the locks and, if empty, the work folder away. `left`: what is in it, where that is known without a look. */
	release(left?: readonly string[]): Promise<void>;
	/** Ends the heartbeat, whatever happened. */
	stop(): void;
}

/** Throws GraftError "refused" where somebody else is at work, saying who and since when. */
export async function takeLock(input: LockInput): Promise<Lock> {
	const { connection, place } = input;
	for (let attempt = 0; attempt < 5; attempt++) {
		const made = await makeWorkFolder(input);
		const passed = made ? nobody : await passedLock(input);
		if (passed === undefined) continue;
		const generation = passed.generation + 1;
		if (!(await writeLock(input, generation))) continue;
		if (await stillThere(input, passed)) return hold(input, generation, !made);
		// The folder was taken away and made anew between our look and our lock: another one may hold a lower number.
		await connection.remove(lockPath(place, generation));
	}
	throw new GraftError(
		"refused",
		`${connection.label}: other operations keep working at ${place.workFolder}`,
		{ hint: "Wait a moment, and run it again." },
	);
}

/** False where it is there already. */
async function makeWorkFolder({ connection, place }: LockInput): Promise<boolean> {
	try {
		return await connection.makeFolder(place.workFolder, 0o700);
	} catch (error) {
		// What stands there instead is the better thing to say.
		if (error instanceof GraftError && error.kind === "refused") {
			await lookIntoWorkFolder(connection, place);
		}
		throw error;
	}
}

/** False where somebody was faster, or the folder went away under us. */
async function writeLock(input: LockInput, generation: number): Promise<boolean> {
	const { connection, place, operation, actor, clock, process } = input;
	const owner: Owner = { operation, actor, at: clock().toISOString(), ...process };
	const bytes = new TextEncoder().encode(JSON.stringify(owner));
	try {
		return await connection.write(lockPath(place, generation), bytes, {
			mode: 0o600,
			exclusive: true,
		});
	} catch (error) {
		if (error instanceof GraftError && error.kind === "unreachable") throw error;
		if (!(await connection.stat(place.workFolder))) return false;
		await connection.removeFolder(place.workFolder);
		throw error;
	}
}

async function stillThere({ connection, place }: LockInput, passed: Passed): Promise<boolean> {
	if (passed === nobody) return true;
	const now = await readLock(connection, place, passed.generation);
	return now?.modifiedAt === passed.modifiedAt && now.text === passed.text;
}

/** The lock whose owner is gone; undefined where all changed while we looked. */
async function passedLock(input: LockInput): Promise<Passed | undefined> {
	const { connection, place, operation } = input;
	const folder = await lookIntoWorkFolder(connection, place);
	if (!folder) return undefined;
	const probePath = posix.join(place.workFolder, `probe-${operation}`);
	const probe = await look(connection, probePath).catch(async (error: unknown) => {
		if (await connection.lstat(place.workFolder)) throw error;
	});
	if (!probe) return undefined;
	requireOwn(connection, place.workFolder, folder, probe.uid);
	// Once more: a lock that was made since counts as well.
	const names = await namesInWorkFolder(connection, place);
	const generation = Math.max(0, ...names.map(generationOf));
	if (generation === 0) return nobody;
	const [lock, alive] = await Promise.all([
		readLock(connection, place, generation),
		connection.stat(posix.join(place.workFolder, aliveName)),
	]);
	if (!lock) return undefined;
	const owner = parseJson(lock.text, lockSchema);
	const silence = probe.modifiedAt - Math.max(lock.modifiedAt, alive?.modifiedAt ?? 0);
	const gone = owner
		? owner.operation === operation || !mayBeAlive(owner) || silence > silentMs
		: silence > tornMs;
	if (!gone) throw heldBy(connection, place, owner, silence);
	return { generation, ...lock };
}

async function readLock(
	connection: Connection,
	place: Place,
	generation: number,
): Promise<SeenLock | undefined> {
	const path = lockPath(place, generation);
	const [bytes, stat] = await Promise.all([connection.read(path), connection.stat(path)]);
	return bytes && stat && { text: new TextDecoder().decode(bytes), modifiedAt: stat.modifiedAt };
}

/** The server's own clock, and who we are there, seen in a file of ours. */
async function look(connection: Connection, path: string): Promise<Stat | undefined> {
	try {
		await connection.write(path, new Uint8Array(), { mode: 0o600 });
		return await connection.stat(path);
	} finally {
		await connection.remove(path);
	}
}

function heldBy(
	connection: Connection,
	place: Place,
	owner: Owner | undefined,
	silence: number,
): GraftError {
	const who = owner
		? `${printable(owner.actor)} on ${printable(owner.host)} (process ${owner.pid}) since ${printable(owner.at)}`
		: "an operation that has just begun";
	return new GraftError(
		"refused",
		`${connection.label}: ${who} is at work at ${place.workFolder}; its last sign of life came ${Math.max(0, Math.round(silence / 1000))} s ago`,
		{
			hint: `Wait until it has ended. If it is gone, run this again ${silentMs / 1000} s after its last sign of life: what it left is put in order then.`,
		},
	);
}

function hold(input: LockInput, generation: number, foundLeftovers: boolean): Lock {
	const { connection, place, clock, operation } = input;
	let lastBeat = clock().getTime();
	let hasBeaten = false;
	const beat = async (): Promise<void> => {
		hasBeaten = true;
		const began = clock().getTime();
		await connection.write(posix.join(place.workFolder, aliveName), new Uint8Array(), {
			mode: 0o600,
		});
		lastBeat = began;
	};
	// A beat that fails is seen by the operation itself, at its next call.
	let beating = Promise.resolve();
	const timer = setInterval(() => {
		beating = beat().catch(() => undefined);
	}, beatEveryMs);
	timer.unref();
	return {
		foundLeftovers,
		async confirm() {
			if (clock().getTime() - lastBeat < doubtMs) return;
			const [entries, lock] = await Promise.all([
				connection.list(place.workFolder),
				readLock(connection, place, generation),
			]);
			const highest = Math.max(...(entries ?? []).map((entry) => generationOf(entry.name)));
			if (parseJson(lock?.text, lockSchema)?.operation !== operation || highest !== generation) {
				throw new LockLost(
					"partly-done",
					`${connection.label}: this operation was held up for so long that another one took over at ${place.workFolder}`,
					{ hint: "Check the status, and run it again." },
				);
			}
			await beat();
		},
		async leave() {
			clearInterval(timer);
			await beating;
			await connection.remove(lockPath(place, generation));
		},
		async release(left) {
			clearInterval(timer);
			await beating;
			const known = left && !foundLeftovers && !hasBeaten ? left : undefined;
			const names = known ?? (await namesInWorkFolder(connection, place));
			await clearWorkFolder(connection, place, generation, names);
		},
		stop: () => clearInterval(timer),
	};
}
