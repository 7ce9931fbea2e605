// `console-worker ROOT`: measures the console beside few and beside many extensions, in turn, and prints a line for each figure.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { makeOcsDatabase, noOcsSchema, startMariadb } from "../../test/system/mariadb.ts";
import { type BenchedConsole, startConsole } from "./console-process.ts";
import { idOf, makeManyExtensions } from "./many-extensions.ts";

const [, , root = ""] = process.argv;
const counts = [20, 1_000] as const;
const servers = 200;
const looks = 40;
const warmUps = 5;
const changes = 6;
const tabs = 20;

type Figures = readonly [few: readonly number[], many: readonly number[]];

const folder = mkdtempSync(join(tmpdir(), "graft-bench-"));
const places = counts.map((count) => ({
	home: join(folder, `home-${count}`),
	extensions: join(folder, `extensions-${count}`),
}));

/** Both in turn, so that a slower minute of the machine meets both. */
async function inTurn(
	consoles: readonly BenchedConsole[],
	times: number,
	look: (console: BenchedConsole, turn: number, which: number) => Promise<number>,
): Promise<Figures> {
	const found: [number[], number[]] = [[], []];
	for (let turn = 0; turn < times + warmUps; turn += 1)
		for (const [which, console] of consoles.entries()) {
			const figure = await look(console, turn, which);
			if (turn >= warmUps) found[which]?.push(figure);
		}
	return found;
}

function percentile(figures: readonly number[], share: number): number {
	const sorted = figures.toSorted((one, other) => one - other);
	return sorted[Math.ceil(share * sorted.length) - 1] ?? Number.NaN;
}

function tell(name: string, figures: Figures, shares: readonly number[]): void {
	for (const share of shares) {
		const [few, many] = figures.map((each) => percentile(each, share)) as [number, number];
		const what = share === 0.5 ? "p50" : `p${share * 100}`;
		console.log(
			`${name}, ${what}: ${many.toFixed(0)} ms, ${(many / few).toFixed(2)} times that with ${counts[0]} (${few.toFixed(0)} ms)`,
		);
	}
}

const countOf = (which: number) => counts[which] ?? 0;
const someId = (turn: number, which: number) => idOf((turn * 7) % countOf(which));

async function measureLooks(consoles: readonly BenchedConsole[], where: string): Promise<void> {
	tell(
		`the list${where}`,
		await inTurn(consoles, looks, (each) => each.get("/extensions")),
		[0.5, 0.95],
	);
	const page = (each: BenchedConsole, turn: number, which: number) =>
		each.get(`/extensions/${someId(turn, which)}`);
	tell(`an extension's page${where}`, await inTurn(consoles, looks, page), [0.5, 0.95]);
}

/** Each activates another one. */
const activate = (each: BenchedConsole, turn: number) => each.act("activate", { id: idOf(turn) });

async function withoutDatabase(): Promise<void> {
	const consoles = await Promise.all(places.map((place) => startConsole(root, place)));
	try {
		await measureLooks(consoles, "");
		tell("activate without a linked database", await inTurn(consoles, changes, activate), [0.5]);
		const memory: number[] = [];
		for (const [which, each] of consoles.entries())
			memory.push(
				await each.memory(async () => {
					for (const path of ["/extensions", `/extensions/${idOf(countOf(which) - 1)}`])
						await Promise.all(Array.from({ length: tabs }, () => each.get(path)));
				}),
			);
		const [few = Number.NaN, many = Number.NaN] = memory;
		console.log(
			`memory with ${tabs} tabs at once: ${many.toFixed(0)} MiB, ${(many / few).toFixed(2)} times that with ${counts[0]} (${few.toFixed(0)} MiB)`,
		);
	} finally {
		await Promise.all(consoles.map((each) => each.stop()));
	}
}

/** What it spent on OCS's user, by its own count, in milliseconds. */
async function withDatabase(): Promise<void> {
	if (noOcsSchema !== undefined) {
		console.log(`with a linked database: left out: ${noOcsSchema}`);
		return;
	}
	const server = await startMariadb(["--userstat=1"]);
	const busy = async (user: string) => {
		const [[seconds] = []] = await server.root(
			`select busy_time from information_schema.user_statistics where user='${user}'`,
		);
		return Number(seconds ?? 0) * 1000;
	};
	const users = counts.map((count) => `ocs${count}`);
	try {
		for (const user of users) {
			await makeOcsDatabase(server, user);
			await server.root(
				`create user ${user}@'127.0.0.1' identified by '${user}'; grant all on ${user}.* to ${user}@'127.0.0.1'`,
			);
		}
		const consoles = await Promise.all(
			places.map((place, which) => {
				const user = users[which] ?? "";
				return startConsole(root, place, { OCS_DATABASE_URL: server.url(user, user, user) });
			}),
		);
		try {
			await measureLooks(consoles, " with a linked database");
			const beyond = async (each: BenchedConsole, turn: number, which: number) => {
				const before = await busy(users[which] ?? "");
				const whole = await activate(each, turn);
				return whole - ((await busy(users[which] ?? "")) - before);
			};
			const figures = await inTurn(consoles, changes, beyond);
			tell("activate with a linked database, beyond the database's own time", figures, [0.5]);
		} finally {
			await Promise.all(consoles.map((each) => each.stop()));
		}
	} finally {
		await server.dispose();
	}
}

try {
	for (const [which, place] of places.entries())
		await makeManyExtensions(place, countOf(which), servers);
	await withoutDatabase();
	await withDatabase();
} finally {
	rmSync(folder, { recursive: true, force: true });
}
