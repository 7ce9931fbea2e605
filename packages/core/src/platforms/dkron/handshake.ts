import { stagedFile, type Trial } from "../../domain/plan.ts";
import type { PluginKind } from "./plugins.ts";

/** What Dkron asks of each kind (hashicorp's go-plugin, docs/platforms/dkron.md). */
const protocols: Readonly<Record<PluginKind, string>> = { processor: "netrpc", executor: "grpc" };
const cookie = "b29a76488b6f3ca7955c5f769b50641f0fcd88748d8cedecda313d516320ca19";
const patienceSeconds = 5;

/** Starts it as Dkron does, reads its first line, and ends it with all that it has started. */
const script = `
folder=$(mktemp -d) && : >"$folder/out" || exit 1
group=$(command -v setsid)
set -- "$1" "$2" "$group"
end() { kill -KILL "\${3:+-}$child" 2>/dev/null; kill -KILL "$child" 2>/dev/null; rm -rf "$folder"; }
(
	ulimit -f 20480
	exec env -i PATH="$PATH" HOME="$folder" TMPDIR="$folder" PLUGIN_UNIX_SOCKET_DIR="$folder" \\
		PLUGIN_MIN_PORT=10000 PLUGIN_MAX_PORT=25000 PLUGIN_PROTOCOL_VERSIONS=1 \\
		DKRON_PLUGIN_MAGIC_COOKIE=${cookie} $group "$1"
) </dev/null >"$folder/out" 2>"$folder/err" &
child=$!
trap 'end "$@"' EXIT
trap 'exit 1' HUP INT TERM
tenths=0
until IFS= read -r line <"$folder/out"; do
	if ! kill -0 "$child" 2>/dev/null; then
		wait "$child"
		code=$?
		IFS= read -r line <"$folder/out" && break
		echo "it ended at once, with code $code"
		cat "$folder/out" "$folder/err" | head -c 2000 | tail -n 5
		exit 1
	fi
	tenths=$((tenths + 1))
	if [ "$tenths" -gt ${patienceSeconds}0 ]; then
		echo "it said nothing within ${patienceSeconds} s"
		tail -n 3 "$folder/err"
		exit 1
	fi
	sleep 0.1
done
case $line in
"1|1|unix|"*"|$2" | "1|1|tcp|"*"|$2" | "1|1|unix|"*"|$2|"* | "1|1|tcp|"*"|$2|"*) exit 0 ;;
"1|1|"*) echo "it must speak $2, and says: $line" ;;
*) echo "it does not answer as a plugin does, and says: $line" ;;
esac
exit 1`;

/** Asks a plugin, where it is staged, whether Dkron could talk to it: with one that does not answer, Dkron would not start. */
export function handshake(target: string, kind: PluginKind): Trial {
	const protocol = protocols[kind];
	const hint =
		kind === "executor"
			? " (the SDK's own Serve serves processors only: an executor is served by go-plugin, with GRPCServer)"
			: "";
	return {
		kind: "trial",
		target,
		argv: ["sh", "-c", script, "sh", stagedFile, protocol],
		failed: `Dkron would not start with ${target}, for it is no ${kind} that answers${hint}`,
		why: `the plugin's program is run once, and must answer within ${patienceSeconds} s as Dkron asks of ${kind === "executor" ? "an executor" : "a processor"} (${protocol}); nothing else of it is asked`,
	};
}
