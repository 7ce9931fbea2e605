import type { Connection } from "../connections/connection.ts";

export interface Answer {
	readonly status: number;
	/** Its beginning, as much of it as was asked for. */
	readonly body: string;
}

/** Of one question; the host may be busy. */
const patienceSeconds = 10;
const longestHead = 16 * 1024;
const socketScript = `
my ($host, $port, $path) = @ARGV;
my ($class) = grep { eval "require $_" } qw(IO::Socket::IP IO::Socket::INET);
alarm ${patienceSeconds};
my $socket = $class->new(PeerHost => $host, PeerAddr => $host, PeerPort => $port) or exit 1;
print $socket "GET $path HTTP/1.0\\r\\nHost: $host\\r\\nUser-Agent: graft\\r\\n\\r\\n";
$socket->flush;
print while <$socket>;`;

const bashScript = `
exec 3<>"/dev/tcp/$1/$2" || exit 1
printf 'GET %s HTTP/1.0\\r\\nHost: %s\\r\\nUser-Agent: graft\\r\\n\\r\\n' "$3" "$1" >&3
while IFS= read -t ${patienceSeconds} -r -u 3 line || [ -n "$line" ]; do printf '%s\\n' "$line"; done`;

/** With what is there: the answer with its headers, as it came. */
const script = `
for tool in curl perl bash none; do command -v "$tool" >/dev/null 2>&1 && break; done
case $tool in none) exit 127 ;; esac
case $tool in
curl) curl -q -g -s -i -0 -A graft -m ${patienceSeconds} --noproxy '*' "$1" ;;
perl) perl -e '${socketScript}' "$2" "$3" "$4" ;;
bash) bash -c '${bashScript.replaceAll("'", `'\\''`)}' bash "$2" "$3" "$4" ;;
esac | head -c "$5"`;

/**
 * What an `http:` URL answers, at most `limit` bytes of it (up to 1 MiB), asked from the host itself; undefined where it does not. null where nobody can ask:
 * neither curl nor perl nor bash is there.
 */
export async function askUrl(
	connection: Connection,
	url: string,
	limit = 64 * 1024,
): Promise<Answer | null | undefined> {
	const { hostname, port, pathname, search } = new URL(url);
	const words = [url, hostname.replace(/^\[|\]$/g, ""), port || "80", `${pathname}${search}`];
	const most = String(limit + longestHead);
	const { code, stdout } = await connection.run(["sh", "-c", script, "sh", ...words, most], {
		timeoutMs: 2 * patienceSeconds * 1_000,
	});
	if (code === 127) return null;
	const [, status] = /^HTTP\/\S+ ([1-5]\d\d)/.exec(stdout) ?? [];
	if (status === undefined) return undefined;
	const [, body = ""] = /\r?\n\r?\n([\s\S]*)$/.exec(stdout) ?? [];
	return { status: Number(status), body: body.slice(0, limit) };
}
