import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { GraftError } from "@graft/core/domain/errors";
import type { ReloadService } from "@graft/core/domain/plan";
import { recoverPlace } from "@graft/core/installer/recover-place";
import { placeOf } from "@graft/core/planning/place";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { faultyConnection } from "../builders/faulty-connection.ts";
import { patient } from "../patience.ts";
import { deadProcess, first, mapOf, Server } from "./installer-server.ts";

/**
 * Behaves as Apache with mod_perl does: reads what is there at its start and on SIGUSR1, and ends on anything bad,
 * while the command that asked for it has already said that all went well.
 */
const daemon = `
use strict; use warnings; use POSIX ();
my ($plugins, $perl, $pidFile, $log) = @ARGV;
sub note { open my $out, ">>", $log or die; print $out "$_[0]\\n"; close $out }
sub load {
    for my $conf (glob "$plugins/*.conf") {
        open my $in, "<", $conf or return "cannot read $conf";
        my ($segment) = (<$in> // "") =~ /::(\\w+)::Map/ or return "junk in $conf";
        open my $map, "<", "$perl/Apache/Ocsinventory/Plugins/$segment/Map.pm" or return "no Map for $segment";
        return "$segment is deadly" if grep { /deadly/ } <$map>;
    }
    return;
}
sub serve { my $bad = load(); if ($bad) { note($bad); unlink $pidFile; exit 1 } note("resuming normal operations") }
exit 0 if fork;
POSIX::setsid(); open STDIN, "<", "/dev/null"; open STDOUT, ">", "/dev/null"; open STDERR, ">", "/dev/null";
open my $out, ">", $pidFile or die; print $out "$$\\n"; close $out;
$SIG{USR1} = \\&serve;
serve();
sleep 1 while -e $0; # One that a test lost ends with its folder.
`;

const deadly = { ...first, version: "6.6", code: "# deadly to the daemon, though it loads" };

let server: Server;
let pidFile: string;
let log: string;

beforeEach(async () => {
	server = new Server();
	pidFile = join(server.state, "daemon.pid");
	log = join(server.state, "error.log");
	server.put(join(server.state, "daemon.pl"), daemon);
	writeFileSync(log, "resuming normal operations\n");
	start();
	await until(() => alive() && readFileSync(log, "utf8").split("\n").length > 2);
});

afterEach(() => {
	if (alive()) process.kill(pid(), "SIGKILL");
	server.tearDown();
});

function reload(changes: Partial<ReloadService> = {}): ReloadService {
	return {
		kind: "reload",
		target: "the daemon",
		argv: ["sh", "-c", 'kill -USR1 "$(cat "$0")"', pidFile],
		start: startArgv(),
		pidFile,
		log,
		expect: "resuming normal operations",
		deadlineMs: patient(30_000),
		why: "it loads plugins only then",
		...changes,
	};
}

const startArgv = (): string[] => [
	"perl",
	join(server.state, "daemon.pl"),
	server.plugins,
	server.perl,
	pidFile,
	log,
];

function start(): void {
	const [program = "", ...rest] = startArgv();
	expect(spawnSync(program, rest).status).toBe(0);
}

function pid(): number {
	return existsSync(pidFile) ? Number(readFileSync(pidFile, "utf8")) : 0;
}

/** A daemon that nobody reaped is a zombie, and dead. */
function alive(): boolean {
	if (pid() === 0 || !existsSync(`/proc/${pid()}/stat`)) return false;
	return !/\) Z /.test(readFileSync(`/proc/${pid()}/stat`, "utf8"));
}

async function until(true_: () => boolean): Promise<void> {
	while (!true_()) await new Promise((resolve) => setTimeout(resolve, 10));
}

const failure = (work: Promise<unknown>) =>
	work.then(
		() => undefined,
		(error: unknown) => error,
	);

describe("a reload", () => {
	it("is believed when the same process says so anew", async () => {
		const before = pid();
		await server.run("present", first, { reload: reload() });
		expect(pid()).toBe(before);
		expect((await server.status(first)).state).toBe("in-sync");
	});

	it("that ends the service: all is put back, and the service runs again", async () => {
		const [tree, before] = [server.snapshot(), pid()];
		const error = await failure(server.run("present", deadly, { reload: reload() }));
		expect(error).toMatchObject({ kind: "refused" });
		expect((error as Error).message).toMatch(/ended instead of reloading: Probe is deadly/);
		expect(server.snapshot()).toEqual(tree);
		expect(alive()).toBe(true);
		expect(pid()).not.toBe(before);
	});

	it("that breaks an upgrade goes back to the version that worked", async () => {
		await server.run("present", first, { reload: reload() });
		await failure(server.run("present", deadly, { reload: reload() }));
		expect(readFileSync(server.mapPath("Probe"), "utf8")).toBe(mapOf(first));
		expect(alive()).toBe(true);
	});

	it("of a service that is not running is refused before anything is touched", async () => {
		process.kill(pid(), "SIGKILL");
		await until(() => !alive());
		const tree = server.snapshot();
		const connection = faultyConnection(server.connect());
		const error = await failure(server.run("present", first, { connection, reload: reload() }));
		expect(error).toMatchObject({ kind: "refused" });
		expect((error as Error).message).toContain("is not running");
		expect(connection.calls.filter((call) => call.startsWith("rename"))).toEqual([]);
		expect(server.snapshot()).toEqual(tree);
	});

	it("that nobody sees within the deadline is not believed, whatever its command said", async () => {
		const tree = server.snapshot();
		const silent = reload({ argv: ["true"], deadlineMs: 300 });
		const error = await failure(server.run("present", first, { reload: silent }));
		expect(error).toMatchObject({ kind: "partly-done" });
		expect((error as Error).message).toMatch(/not seen to reload within 0.3 s/);
		expect(server.snapshot()).toEqual(tree);
		expect(alive()).toBe(true);
	});

	it("whose command fails: all is put back, and the service was not disturbed", async () => {
		const [tree, before] = [server.snapshot(), pid()];
		const declined = reload({ argv: ["sh", "-c", "echo Syntax error on line 3 >&2; exit 1"] });
		const error = await failure(server.run("present", first, { reload: declined }));
		expect(error).toMatchObject({ kind: "refused" });
		expect((error as Error).message).toContain("Syntax error on line 3");
		expect(server.snapshot()).toEqual(tree);
		expect(pid()).toBe(before);
	});

	it("sees what is new in a log that was rotated meanwhile", async () => {
		writeFileSync(log, "old line\n".repeat(1_000));
		const rotating = ["sh", "-c", ': > "$1"; kill -USR1 "$(cat "$0")"', pidFile, log];
		await server.run("present", first, { reload: reload({ argv: rotating }) });
		expect((await server.status(first)).state).toBe("in-sync");
	});

	it("that killed the service, and then us: the next run puts back and starts it", async () => {
		const tree = server.snapshot();
		const prepared = await server.plan("present", deadly, { reload: reload() });
		const lost = new GraftError("unreachable", "the connection was lost");
		let asked = false;
		const connection = faultyConnection(server.connect(), {
			fail: (call) => {
				if (asked) return lost;
				asked = call.startsWith("run sh -c kill");
				return undefined;
			},
		});
		const error = await failure(server.apply(prepared, { connection, process: deadProcess() }));
		expect(error).toMatchObject({ kind: "partly-done" });
		await until(() => !alive());
		await recoverPlace({
			connection: server.connect(),
			place: placeOf(server.connect(), "ocs-inventory", server.facts),
			actor: "tester",
			clock: () => new Date(),
			report: () => undefined,
			service: async () => reload(),
		});
		expect(server.snapshot()).toEqual(tree);
		expect(alive()).toBe(true);
	});

	it("is left out where nothing changes", async () => {
		await server.run("present", first, { reload: reload() });
		rmSync(pidFile);
		expect((await server.run("present", first, { reload: reload() })).changed).toBe(false);
	});
});
