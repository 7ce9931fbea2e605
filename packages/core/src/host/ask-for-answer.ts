import type { Connection } from "../connections/connection.ts";

/** Of one question; the host may be busy. */
const patienceSeconds = 10;

const socketScript = `
my ($host, $port, $path) = @ARGV;
my ($class) = grep { eval "require $_" } qw(IO::Socket::IP IO::Socket::INET);
alarm ${patienceSeconds};
my $socket = $class->new(PeerHost => $host, PeerAddr => $host, PeerPort => $port) or exit 1;
print $socket "GET $path HTTP/1.0\\r\\nHost: $host\\r\\nUser-Agent: graft\\r\\n\\r\\n";
$socket->flush;
print $1 if <$socket> =~ m{^HTTP/\\S+ (\\d{3})};`;

const bash = `
exec 3<>"/dev/tcp/$1/$2" || exit 1
printf 'GET %s HTTP/1.0\\r\\nHost: %s\\r\\nUser-Agent: graft\\r\\n\\r\\n' "$3" "$1" >&3
read -t ${patienceSeconds} -r -u 3 version code words && [ "\${version%%/*}" = HTTP ] && printf %s "$code"`;

/** With what is there: of each address the URL, its host, its port and its path. Says the first that answers. */
const script = `
for tool in curl perl bash none; do command -v "$tool" >/dev/null 2>&1 && break; done
while [ $# -gt 0 ]; do
	case $tool in
	curl) code=$(curl -q -g -s -A graft -o /dev/null -m ${patienceSeconds} --noproxy '*' -w '%{http_code}' "$1") ;;
	perl) code=$(perl -e '${socketScript}' "$2" "$3" "$4") ;;
	bash) code=$(bash -c '${bash.replaceAll("'", `'\\''`)}' bash "$2" "$3" "$4") ;;
	none) exit 127 ;;
	esac
	case $code in [1-5][0-9][0-9]) printf '%s\\n' "$1"; exit 0 ;; esac
	shift 4
done
exit 1`;

/**
 * The first of these `http:` URLs that answers with an HTTP status, asked from the host itself; undefined where none
 * does. null where nobody can ask: neither curl nor perl nor bash is there.
 */
export async function askForAnswer(
	connection: Connection,
	urls: readonly string[],
): Promise<string | null | undefined> {
	const words = urls.flatMap((url) => {
		const { hostname, port, pathname } = new URL(url);
		return [url, hostname.replace(/^\[|\]$/g, ""), port || "80", pathname];
	});
	const timeoutMs = (urls.length + 1) * patienceSeconds * 1_000;
	const { code, stdout } = await connection.run(["sh", "-c", script, "sh", ...words], {
		timeoutMs,
	});
	if (code === 127) return null;
	return code === 0 ? urls.find((url) => url === stdout.trim()) : undefined;
}
