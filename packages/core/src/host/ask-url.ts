import type { Connection } from "../connections/connection.ts";

export interface Answer {
	readonly status: number;
	/** Its beginning, as much of it as was asked for. */
	readonly body: string;
}

export interface Question {
	/** Default: GET. */
	readonly method?: "GET" | "POST" | "DELETE";
	/** Sent as JSON. */
	readonly send?: unknown;
	/** Of the answer, in bytes, up to 1 MiB; default: 64 KiB. */
	readonly limit?: number;
}

/** Of one question; the host may be busy. */
const patienceSeconds = 10;
const longestHead = 16 * 1024;
const socketScript = `
my ($host, $port, $path, $method, $length) = @ARGV;
my ($class) = grep { eval "require $_" } qw(IO::Socket::IP IO::Socket::INET);
alarm ${patienceSeconds};
my $socket = $class->new(PeerHost => $host, PeerAddr => $host, PeerPort => $port) or exit 1;
print $socket "$method $path HTTP/1.0\\r\\nHost: $host\\r\\nUser-Agent: graft\\r\\n";
print $socket "Content-Type: application/json\\r\\nContent-Length: $length\\r\\n" if $length;
print $socket "\\r\\n", <STDIN>;
$socket->flush;
print while <$socket>;`;

const bashScript = `
exec 3<>"/dev/tcp/$1/$2" || exit 1
printf '%s %s HTTP/1.0\\r\\nHost: %s\\r\\nUser-Agent: graft\\r\\n' "$4" "$3" "$1" >&3
[ "$5" = 0 ] || printf 'Content-Type: application/json\\r\\nContent-Length: %s\\r\\n' "$5" >&3
printf '\\r\\n' >&3
IFS= read -r -d '' sent
printf '%s' "$sent" >&3
while IFS= read -t ${patienceSeconds} -r -u 3 line || [ -n "$line" ]; do printf '%s\\n' "$line"; done`;

/** With what is there: the answer with its headers, as it came. What is sent comes by standard input. */
const script = `
for tool in curl perl bash none; do command -v "$tool" >/dev/null 2>&1 && break; done
case $tool in none) exit 127 ;; esac
case $tool in
curl)
	set -- "$1" "$5" "$6" "$7"
	[ "$3" = 0 ] || set -- "$@" -H 'Content-Type: application/json' --data-binary @-
	url=$1 method=$2 most=$4
	shift 4
	curl -q -g -s -i -0 -A graft -m ${patienceSeconds} --noproxy '*' -X "$method" "$@" "$url" | head -c "$most" ;;
perl) perl -e '${socketScript}' "$2" "$3" "$4" "$5" "$6" | head -c "$7" ;;
bash) bash -c '${bashScript.replaceAll("'", `'\\''`)}' bash "$2" "$3" "$4" "$5" "$6" | head -c "$7" ;;
esac`;

/**
 * What an `http:` URL answers, asked from the host itself; undefined where it does not. null where nobody can ask: neither
 * curl nor perl nor bash is there.
 */
export async function askUrl(
	connection: Connection,
	url: string,
	{ method = "GET", send, limit = 64 * 1024 }: Question = {},
): Promise<Answer | null | undefined> {
	const { hostname, port, pathname, search } = new URL(url);
	const words = [url, hostname.replace(/^\[|\]$/g, ""), port || "80", `${pathname}${search}`];
	const input =
		send === undefined ? new Uint8Array() : new TextEncoder().encode(JSON.stringify(send));
	const sizes = [String(input.length), String(limit + longestHead)];
	const argv = ["sh", "-c", script, "sh", ...words, method, ...sizes];
	const { code, stdout } = await connection.run(argv, {
		input,
		timeoutMs: 2 * patienceSeconds * 1_000,
	});
	if (code === 127) return null;
	const [, status] = /^HTTP\/\S+ ([1-5]\d\d)/.exec(stdout) ?? [];
	if (status === undefined) return undefined;
	const [, body = ""] = /\r?\n\r?\n([\s\S]*)$/.exec(stdout) ?? [];
	return { status: Number(status), body: body.slice(0, limit) };
}
