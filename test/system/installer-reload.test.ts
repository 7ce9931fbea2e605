import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { GraftError } from "@graft/core/domain/errors";
import type { ServiceStep } from "@graft/core/domain/plan";
import { recoverPlace } from "@graft/core/drivers/files/apply/recover-place";
import { placeOf } from "@graft/core/drivers/files/plan/place";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { faultyConnection } from "../builders/faulty-connection.ts";
import { patient } from "../patience.ts";
import { freePort } from "./free-ports.ts";
import { deadProcess, first, mapOf, Server } from "./installer-server.ts";

/**
 * Behaves as Apache with mod_perl does: a process that reads what is there at its start and on SIGUSR1, ends on anything
 * bad, while the command that asked for it has already said that all went well, and has a worker that answers. A former
 * worker takes no new requests, and ends when its last one does.
 */
const daemon = `
use strict; use warnings; use POSIX (); use IO::Socket::INET; use IO::Select;
my ($plugins, $perl, $pidFile, $log, $port, $slow) = @ARGV;
$| = 1;
sub note { open my $out, ">>", $log or return; print $out "$_[0]\\n"; close $out }
sub load {
    for my $conf (glob "$plugins/*.conf") {
        open my $in, "<", $conf or return "cannot read $conf";
        my ($segment) = (<$in> // "") =~ /::(\\w+)::Map/ or return "junk in $conf";
        open my $map, "<", "$perl/Apache/Ocsinventory/Plugins/$segment/Map.pm" or return "no Map for $segment";
        return "$segment is deadly" if grep { /deadly/ } <$map>;
    }
    return;
}
my ($listener, $worker);
sub work {
    my ($master, $going) = ($$, 0);
    my $pid = fork;
    return $pid if $pid;
    $SIG{USR1} = sub { $going = 1; close $listener };
    while (getppid == $master && !$going) {
        IO::Select->new($listener)->can_read(0.1) or next;
        my $client = $going ? last : $listener->accept or next;
        my $asked = <$client>;
        sleep 1 while $asked =~ /slowly/ && getppid == $master && -e $0;
        print $client "HTTP/1.0 200 OK\\r\\n\\r\\n";
        close $client;
    }
    POSIX::_exit(0);
}
sub serve {
    sleep $slow if $worker && $slow;
    my $bad = load();
    if ($bad) { note($bad); unlink $pidFile; exit 1 }
    my $old = $worker;
    $worker = work();
    kill "USR1", $old if $old;
    note("serving");
}
exit 0 if fork;
POSIX::setsid(); open STDIN, "<", "/dev/null"; open STDOUT, ">", "/dev/null"; open STDERR, ">", "/dev/null";
$SIG{CHLD} = "IGNORE";
my $until = time + 10;
until ($listener = IO::Socket::INET->new(LocalAddr => "127.0.0.1", LocalPort => $port, Listen => 9, ReuseAddr => 1)) {
    exit 1 if time > $until; select undef, undef, undef, 0.1;
}
open my $out, ">", $pidFile or die; print $out "$$\\n"; close $out;
my $asked = 0;
$SIG{USR1} = sub { $asked = 1 };
serve();
# One that a test lost ends with its folder.
while (-e $0) { select undef, undef, undef, 0.05; if ($asked) { $asked = 0; serve() } }
`;

const deadly = { ...first, version: "6.6", code: "# deadly to the daemon, though it loads" };

let server: Server;
let pidFile: string;
let log: string;
let port: number;
/** Seconds that a reload takes. */
let slowness: number;

beforeEach(async () => {
	port = await freePort();
	slowness = 0;
	server = new Server();
	pidFile = join(server.state, "daemon.pid");
	log = join(server.state, "error.log");
	server.put(join(server.state, "daemon.pl"), daemon);
	writeFileSync(log, "an old line\n");
	start();
	await until(() => alive() && readFileSync(log, "utf8").includes("serving"));
});

afterEach(() => {
	if (alive()) process.kill(pid(), "SIGKILL");
	server.tearDown();
});

function reload(changes: Partial<ServiceStep> = {}): ServiceStep {
	return {
		kind: "reload",
		target: "the daemon",
		argv: ["sh", "-c", 'kill -USR1 "$(cat "$0")"', pidFile],
		start: startArgv(),
		process: { kind: "pid-file", path: pidFile },
		until: [
			{ kind: "same-process" },
			{ kind: "new-workers" },
			{ kind: "answer", urls: [`http://127.0.0.1:${port}/`] },
		],
		log,
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
	String(port),
	String(slowness),
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

function pipe(): string {
	const path = join(server.state, "pipe");
	spawnSync("mkfifo", [path]);
	return path;
}

function linkTo(target: string): string {
	const path = join(server.state, "link.log");
	symlinkSync(target, path);
	return path;
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
	it("is believed when the same process has new workers that answer", async () => {
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
		expect(server.reports).toContainEqual({ kind: "output", text: "Syntax error on line 3" });
		expect(server.snapshot()).toEqual(tree);
		expect(pid()).toBe(before);
	});

	describe.each<[string, () => string | null]>([
		["more is written into its log than anybody reads", () => log],
		["its log is rotated meanwhile", () => log],
		["its log is a pipe", () => pipe()],
		["its log is a link to a pipe", () => linkTo(pipe())],
		["its log is a link to what the process says", () => linkTo("/proc/self/fd/2")],
		["its log is not there", () => join(server.state, "none/error.log")],
		["it has none", () => null],
	])("where %s", (name, logOf) => {
		const before = (): string => {
			if (name.includes("rotated")) return ': > "$1"';
			return name.includes("more is written") ? 'head -c 3000000 /dev/zero >>"$1"' : ":";
		};
		const asking = (): readonly string[] => [
			...["sh", "-c", `${before()}; kill -USR1 "$(cat "$0")"`, pidFile, log],
		];

		it("is believed all the same", async () => {
			await server.run("present", first, { reload: reload({ argv: asking(), log: logOf() }) });
			expect((await server.status(first)).state).toBe("in-sync");
		});

		it("and that ends the service: all is put back, and it runs again", async () => {
			const tree = server.snapshot();
			const work = server.run("present", deadly, {
				reload: reload({ argv: asking(), log: logOf() }),
			});
			await expect(work).rejects.toMatchObject({
				kind: "refused",
				message: expect.stringContaining("ended instead of reloading"),
			});
			expect(server.snapshot()).toEqual(tree);
			expect(alive()).toBe(true);
		});
	});

	it("that takes its time is waited for", async () => {
		process.kill(pid(), "SIGKILL");
		await until(() => !alive());
		slowness = 3;
		start();
		await until(alive);
		await server.run("present", first, { reload: reload() });
		expect((await server.status(first)).state).toBe("in-sync");
	});

	it("is believed while a worker from before still ends its last request", async () => {
		const client = connect(port, "127.0.0.1");
		client.write("GET /slowly HTTP/1.0\r\n\r\n");
		await new Promise((resolve) => setTimeout(resolve, 300));
		// Nobody else answers before: its only worker is busy.
		const until_ = reload().until.filter(({ kind }) => kind !== "answer");
		await server.run("present", first, { reload: reload({ until: until_ }) });
		client.destroy();
	});

	it("that another process took over is not believed", async () => {
		const replacing =
			'test -e "$1" && exit; touch "$1"; kill -KILL "$(cat "$0")"; shift; exec "$@"';
		const once = ["sh", "-c", replacing, pidFile, join(server.state, "replaced")];
		const work = server.run("present", first, {
			reload: reload({ argv: [...once, ...startArgv()], deadlineMs: 3_000 }),
		});
		await expect(work).rejects.toThrow("ended instead of reloading");
		expect(alive()).toBe(true);
	});

	it("does not need an answer where nobody could be asked before", async () => {
		const urls = ["http://127.0.0.1:1/"];
		const checks = reload().until.filter(({ kind }) => kind !== "answer");
		await server.run("present", first, {
			reload: reload({ until: [...checks, { kind: "answer", urls }] }),
		});
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
