import { execFile, execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { freePort } from "./free-ports.ts";
import { gone } from "./gone.ts";

const run = promisify(execFile);

const go = "/usr/bin/go";
const libraries = "/usr/share/gocode";
const needed = [
	go,
	`${libraries}/src/github.com/hashicorp/go-plugin`,
	`${libraries}/src/google.golang.org/grpc`,
	"/etc/init.d",
];

/** What is missing for a Dkron host here; undefined where nothing is. */
export const noDkronHost =
	process.getuid?.() === 0 ? needed.find((path) => !existsSync(path)) : "root";

/** Programs built of dkron-host/ by Debian's Go with Debian's libraries: nothing is fetched. */
export interface DkronPrograms {
	readonly host: string;
	/** A real plugin's program; `version` is in its bytes. */
	plugin(speaks: "netrpc" | "grpc", version: string): Promise<Uint8Array>;
	remove(): void;
}

export async function buildDkronHost(): Promise<DkronPrograms> {
	const folder = mkdtempSync(join(tmpdir(), "graft-dkron-programs-"));
	const build = async (name: string, flags: string): Promise<string> => {
		const program = join(folder, name, "dkron");
		await run(go, ["build", "-trimpath", "-ldflags", `-s -w ${flags}`, "-o", program, "."], {
			cwd: fileURLToPath(new URL("dkron-host", import.meta.url)),
			env: {
				...process.env,
				...{ GO111MODULE: "off", GOPATH: libraries, GOROOT: "", GOFLAGS: "", CGO_ENABLED: "0" },
			},
		});
		return program;
	};
	return {
		host: await build("bin", ""),
		async plugin(speaks, version) {
			const flags = `-X main.speaks=${speaks} -X main.version=${version}`;
			return readFileSync(await build(`${speaks}-${version}`, flags));
		},
		remove: () => rmSync(folder, { recursive: true }),
	};
}

/** What the rest of its cluster would bring about; alone, at rest and its own leader, where nothing is said. */
interface Cluster {
	readonly Leader?: string;
	readonly Members?: readonly {
		readonly Name: string;
		readonly Tags: { readonly server: "true" };
		readonly Status: number;
	}[];
	readonly Busy?: readonly object[];
	readonly Jobs?: readonly object[];
}

/** A node that a script in /etc/init.d starts, stops and restarts. */
export interface DkronHost {
	/** Of its configuration file, as `--server-dir` takes it. */
	readonly folder: string;
	readonly plugins: string;
	readonly pid: () => string;
	/** Command lines of the processes that it has started. */
	readonly children: () => string[];
	readonly health: () => Promise<{ status: number; body: unknown }>;
	/** The status by which its API answers for a job. */
	readonly jobs: (name: string) => Promise<number>;
	readonly setCluster: (cluster: Cluster) => void;
	readonly remove: () => Promise<void>;
}

export async function startDkronHost(program: string, name = "node1"): Promise<DkronHost> {
	const base = mkdtempSync(join(tmpdir(), "graft-dkron-"));
	const folder = join(base, "etc");
	const plugins = join(folder, "plugins");
	mkdirSync(plugins, { recursive: true });
	const address = `127.0.0.1:${await freePort()}`;
	writeFileSync(join(folder, "dkron.yml"), `node-name: ${name}\nhttp-addr: ${address}\n`);
	const script = join("/etc/init.d", basename(base));
	writeFileSync(script, initScript(program, base, address), { mode: 0o755 });
	const pid = () => readFileSync(join(base, "pid"), "utf8").trim();
	const host: DkronHost = {
		...{ folder, plugins, pid },
		children: () =>
			execFileSync("ps", ["-ww", "-o", "args=", "--ppid", pid()], { encoding: "utf8" })
				.trim()
				.split("\n"),
		async health() {
			const answer = await fetch(`http://${address}/health`);
			return { status: answer.status, body: await answer.json() };
		},
		jobs: async (name) => (await fetch(`http://${address}/v1/jobs/${name}`)).status,
		setCluster: (cluster) => writeFileSync(join(folder, "cluster.json"), JSON.stringify(cluster)),
		async remove() {
			const last = pid();
			execFileSync(script, ["stop"]);
			await gone(last);
			rmSync(script);
			rmSync(base, { recursive: true });
		},
	};
	try {
		execFileSync(script, ["start"]);
		const groups = readFileSync(`/proc/${pid()}/cgroup`, "utf8");
		// Graft would ask that manager, which holds whoever runs the tests, for a restart.
		if (/\.service$|docker|containerd|kubepods|libpod|crio|lxc/m.test(groups))
			throw new Error(`a manager of this machine holds the host: ${groups}`);
		return host;
	} catch (error) {
		await host.remove();
		throw error;
	}
}

/** As with systemd, what a node leaves behind when it ends is ended with it; and one that does not start is told of. */
function initScript(program: string, base: string, address: string): string {
	return `#!/bin/sh
start() {
	# Out of the group of whatever service the tests run in.
	echo 0 2>/dev/null >/sys/fs/cgroup/cgroup.procs
	setsid ${program} agent --config ${base}/etc/dkron.yml </dev/null >>${base}/log 2>&1 &
	echo $! >${base}/pid
	until curl -s -o ${base}/answer http://${address}/health; do
		[ -e /proc/$!/exe ] || { tail -n 1 ${base}/log >&2; end; exit 1; }
		sleep 0.05
	done
}
end() {
	pid=$(cat ${base}/pid)
	kill -TERM "$pid" 2>/dev/null
	while [ -e "/proc/$pid/exe" ]; do sleep 0.05; done
	kill -s KILL -- "-$pid" 2>/dev/null
	true
}
case $1 in
start) start ;;
stop) end ;;
restart) end; start ;;
esac
`;
}
