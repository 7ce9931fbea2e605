import { spawnSync } from "node:child_process";
import {
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	statSync,
	utimesSync,
	writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import type { Connection } from "@graft/core/connections/connection";
import {
	type Goal,
	type RunCheck,
	type ServiceStep,
	stagedFile,
	type Trial,
} from "@graft/core/domain/plan";
import type { Progress } from "@graft/core/domain/progress";
import { type Applied, applyPlan } from "@graft/core/drivers/files/apply/apply-plan";
import { preparePlan, readStatus } from "@graft/core/drivers/files/plan/look";
import type { PlaceStatus } from "@graft/core/drivers/files/plan/status";
import type { Facts, PlacedFile, ServerPart } from "@graft/core/drivers/files/wanted";
import { type OwnProcess, ownProcess } from "@graft/core/host/own-process";
import { openLocal } from "../../packages/core/src/connections/local/open-local.ts";
import { bytesOf, sha256 } from "../builders/tree.ts";

export interface Release {
	readonly version: string;
	readonly segment: string;
	/** Stands in Map.pm after the package line. */
	readonly code?: string;
}

export interface Using {
	readonly connection?: Connection;
	readonly process?: OwnProcess;
	readonly operation?: string;
	readonly clock?: () => Date;
	readonly checks?: boolean;
	/** Asked of the module where it is staged, with the path as its one word. */
	readonly trial?: readonly string[];
	/** What is asked after a removal says no. */
	readonly removalFails?: boolean;
	readonly reload?: ServiceStep;
	readonly id?: string;
	readonly signal?: AbortSignal;
	/** Hears what is reported, beside `reports`. */
	readonly hear?: (event: Progress) => void;
}

export const first: Release = { version: "1.0", segment: "Probe" };
export const second: Release = { version: "2.0", segment: "Prober", code: "our $new = 1;" };

// In memory where that can be had: thousands of flushed writes wait for a disk that nobody will look at again.
const folderForServers = existsSync("/dev/shm") ? "/dev/shm" : tmpdir();

/** A folder laid out as a communication server's, with what Apache would see there. */
export class Server {
	readonly root: string;
	readonly home: string;
	readonly plugins: string;
	readonly perl: string;
	readonly state: string;
	readonly reports: Progress[] = [];

	/** A new one, or another look at one that is there. */
	constructor(root = mkdtempSync(join(folderForServers, "graft-server-"))) {
		this.root = root;
		this.home = join(root, "etc/ocsinventory");
		this.plugins = join(this.home, "plugins");
		this.perl = join(root, "usr/share/perl5");
		this.state = join(root, "state");
		mkdirSync(this.plugins, { recursive: true });
		mkdirSync(join(this.perl, "Apache/Ocsinventory"), { recursive: true });
		this.put(this.mapPath("Other"), mapOf({ version: "1", segment: "Other" }));
		this.put(this.confPath("other"), confOf("Other"));
	}

	connect(): Connection {
		return openLocal(this.state);
	}

	mapPath(segment: string): string {
		return join(this.perl, `Apache/Ocsinventory/Plugins/${segment}/Map.pm`);
	}

	confPath(id: string): string {
		return join(this.plugins, `${id}.conf`);
	}

	get facts(): Facts {
		return {
			folders: { perlDir: this.perl, confDir: this.plugins },
			values: {},
			home: this.plugins,
			workFolder: join(this.home, ".graft"),
			notes: [],
			problems: [],
		};
	}

	serverPart(release: Release, using: Using = {}): ServerPart {
		const { checks = true, trial, removalFails = false, reload, id = "probe" } = using;
		const check: RunCheck = {
			kind: "check",
			target: this.mapPath(release.segment),
			argv: [
				"perl",
				`-I${this.perl}`,
				`-MApache::Ocsinventory::Plugins::${release.segment}::Map`,
				"-e1",
			],
			failed: `${release.segment} does not load`,
			why: "Apache would end on it",
		};
		return {
			files: [
				this.#placed(this.mapPath(release.segment), mapOf(release), this.perl),
				this.#placed(this.confPath(id), confOf(release.segment), this.plugins),
			],
			...(trial === undefined ? {} : { trials: [this.#trialOf(release, trial)] }),
			checks: checks ? [check] : [],
			checksAfterRemoval: removalFails ? [{ ...check, argv: ["false"] }] : [],
			reload: reload ?? null,
			notes: [],
		};
	}

	#trialOf({ segment }: Release, argv: readonly string[]): Trial {
		const what = { target: this.mapPath(segment), argv: [...argv, stagedFile] };
		return { kind: "trial", ...what, failed: `${segment} is not ready`, why: "it must answer" };
	}

	#placed(target: string, text: string, within: string): PlacedFile {
		return {
			target,
			bytes: bytesOf(text),
			sha256: sha256(text),
			mode: 0o644,
			staging: join(within === this.perl ? this.perl : this.home, ".graft"),
			within,
			why: "the server needs it",
		};
	}

	async plan(goal: Goal, release: Release, using: Using = {}) {
		return preparePlan({ ...this.#look(release, using), goal });
	}

	async status(release: Release, using: Using = {}): Promise<PlaceStatus> {
		return readStatus(this.#look(release, using));
	}

	#look(release: Release, using: Using) {
		const { connection = this.connect(), id = "probe" } = using;
		const extension = { platform: "ocs-inventory" as const, id, version: release.version };
		return {
			connection,
			extension,
			serverPart: this.serverPart(release, using),
			facts: this.facts,
		};
	}

	/** What `install-plugin install` and `uninstall` do: look, then apply what was seen. */
	async run(goal: Goal, release: Release, using: Using = {}): Promise<Applied> {
		const connection = using.connection ?? this.connect();
		const prepared = await this.plan(goal, release, { ...using, connection });
		return this.apply(prepared, { ...using, connection });
	}

	async apply(prepared: Awaited<ReturnType<Server["plan"]>>, using: Using = {}): Promise<Applied> {
		return applyPlan({
			connection: using.connection ?? this.connect(),
			prepared,
			expectedHash: prepared.plan.hash,
			actor: "tester",
			clock: using.clock ?? (() => new Date()),
			report: (event) => {
				this.reports.push(event);
				using.hear?.(event);
			},
			signal: using.signal,
			service: async () => using.reload ?? null,
			...(using.process && { process: using.process }),
			...(using.operation && { operation: using.operation }),
		});
	}

	put(path: string, text: string): void {
		mkdirSync(dirname(path), { recursive: true });
		writeFileSync(path, text);
	}

	/** Every path with mode and content; the state folder is Graft's own and is left out. */
	snapshot(): Record<string, string> {
		const seen: Record<string, string> = {};
		for (const path of walk(this.root)) {
			if (path === this.state || path.startsWith(`${this.state}/`)) continue;
			const stat = statSync(path);
			const content = stat.isDirectory() ? "folder" : sha256(readFileSync(path));
			seen[relative(this.root, path)] = `${(stat.mode & 0o7777).toString(8)} ${content}`;
		}
		return seen;
	}

	/** What would stop Apache at its next start; nothing where all is well. */
	faults(releases: readonly Release[] = [first, second]): string[] {
		const maps = [...releases, { version: "1", segment: "Other" }];
		return walk(this.plugins).flatMap((path) => {
			if (statSync(path).isDirectory()) return [];
			const text = readFileSync(path, "utf8");
			const segment = /^PerlModule Apache::Ocsinventory::Plugins::(\w+)::Map\n$/.exec(text)?.[1];
			if (!segment) return [`${path} is no conf: ${JSON.stringify(text)}`];
			const map = this.mapPath(segment);
			if (!existsSync(map)) return [`${path} loads ${segment}, which is not there`];
			const whole = maps.some((release) => mapOf(release) === readFileSync(map, "utf8"));
			return whole ? [] : [`${map} is not whole`];
		});
	}

	/** A lock that is torn says nothing of its owner: only time does. */
	letTimePass(): void {
		const folder = this.facts.workFolder;
		if (!existsSync(folder)) return;
		const past = new Date(Date.now() - 60_000);
		for (const name of readdirSync(folder)) utimesSync(join(folder, name), past, past);
	}

	tearDown(): void {
		rmSync(this.root, { recursive: true, force: true });
	}
}

export function mapOf({ segment, version, code = "" }: Release): string {
	return `package Apache::Ocsinventory::Plugins::${segment}::Map;\nuse strict;\n${code}\nour $version = "${version}";\n1;\n`;
}

export function confOf(segment: string): string {
	return `PerlModule Apache::Ocsinventory::Plugins::${segment}::Map\n`;
}

/** A process that was there and is not any more. */
export function deadProcess(): OwnProcess {
	const { pid } = spawnSync(process.execPath, ["-e", ""]);
	return { ...ownProcess(), pid, started: "1" };
}

function walk(folder: string): string[] {
	return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
		const path = join(folder, entry.name);
		return entry.isDirectory() ? [path, ...walk(path)] : [path];
	});
}
