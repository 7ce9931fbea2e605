import { execFile, execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { realpath } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { loongcollectorTree } from "../builders/loongcollector-files.ts";
import { writeFiles } from "../builders/write-files.ts";

const run = promisify(execFile);

/** What is missing for a build of a collector here; undefined where nothing is. */
export const noLoongcollectorHost = ["/usr/bin/go", "/usr/bin/flock", "/usr/bin/git"].find(
	(path) => !existsSync(path),
);

/**
 * A double of upstream's builder, written from docs/platforms/loongcollector.md: it reads the lists by lines, writes plugins/all,
 * appends to go.mod in place, changes Git's and Go's own settings where a list asks for it, and builds by the real Go, without a
 * network. A file `hold` in the tree keeps it busy. Its library is a program, so that a test can ask it for a plugin.
 */
const builderDouble = `#!/bin/sh
set -eu
out=$3 version=$4 lists=$5
root=$(cd "$(dirname "$0")/.." && pwd)
cd "$root"
export GOPROXY=off GOSUMDB=off GOTOOLCHAIN=local CGO_ENABLED=0
echo "config: $lists"
rm -f plugins/all/all.go plugins/all/all_linux.go
entries=$(mktemp)
for list in $(echo "$lists" | tr , ' '); do
	[ -e "$list" ] || { echo "plugins config file not found(skipped): $list"; continue; }
	awk '
		function value(text) { sub(/^[^:]*: */, "", text); sub(/ +#.*$/, "", text); gsub(/"/, "", text); return text }
		function flush() { if (gomod != "" || import != "") print list "|" gomod "|" (import == "" ? module : import) "|" path; gomod = import = path = "" }
		/^ *#/ { next }
		/^[a-z]/ { flush(); top = $1; next }
		top == "project:" && /^  [a-z_]+:/ { list = $1; next }
		top == "project:" && list == "git_configs:" { split(value($0), v, "\\n"); key = $1; sub(/:$/, "", key); print "git|" key "|" v[1] "|"; next }
		top == "project:" && list == "go_envs:" { key = $1; sub(/:$/, "", key); print "env|" key "|" value($0) "|"; next }
		/^  [a-z]+:/ { flush(); list = $1; sub(/:$/, "", list); next }
		/^ *- / { flush() }
		/gomod:/ { gomod = value($0); module = gomod; sub(/ .*/, "", module) }
		/import:/ { import = value($0) }
		/path:/ { path = value($0) }
		END { flush() }
	' "$list" >>"$entries"
done
echo "package all" >plugins/all/all.go
printf '//go:build linux\\n\\npackage all\\n' >plugins/all/all_linux.go
while IFS='|' read -r list gomod import path; do
	case $list in
	common) echo "import _ \\"$import\\"" >>plugins/all/all.go ;;
	linux) echo "import _ \\"$import\\"" >>plugins/all/all_linux.go ;;
	git) git config --global "$gomod" "$import"; continue ;;
	env) go env -w "$gomod=$import"; continue ;;
	*) continue ;;
	esac
	[ -z "$gomod" ] || printf '\\nrequire %s' "$gomod" >>go.mod
	[ -z "$path" ] || printf '\\nreplace %s => %s' "$gomod" "$path" >>go.mod
done <"$entries"
rm "$entries"
go mod edit -json >/dev/null
go mod tidy
[ ! -e hold ] || { echo "compiling"; sleep 600; }
go build -mod=mod -trimpath -ldflags "-X main.version=$version" -o "$out/libGoPluginBase.so" ./plugin_main
`;

const main = `package main

import (
	"fmt"
	"os"

	"github.com/alibaba/ilogtail/pkg/pipeline"
	_ "github.com/alibaba/ilogtail/plugins/all"
)

var version string

func main() {
	for _, name := range os.Args[1:] {
		creator, ok := pipeline.Processors[name]
		if !ok {
			fmt.Println("can't find plugin " + name)
			os.Exit(1)
		}
		fmt.Println(creator().Description())
	}
}
`;

export interface LoongcollectorHost {
	/** Of the source tree, as \`--server-dir\` takes it. */
	readonly tree: string;
	/** Modules beside it. */
	readonly plugins: string;
	readonly artefact: string;
	/** What a pipeline that names these types gets of the library. */
	readonly load: (...types: string[]) => Promise<string>;
	/** Processes of a build that live in the tree. */
	readonly builders: () => string[];
	readonly remove: () => void;
}

/** A source tree that was built once, with the Go settings that are to be used again. */
export async function makeLoongcollectorHost(env: NodeJS.ProcessEnv): Promise<LoongcollectorHost> {
	const base = await realpath(mkdtempSync(join(tmpdir(), "graft-collector-")));
	const tree = join(base, "loongcollector");
	const more = { "plugin_main/main.go": main };
	writeFiles(base, loongcollectorTree("loongcollector", builderDouble, more));
	const artefact = join(tree, "output/libGoPluginBase.so");
	rmSync(artefact);
	const lists = "plugins.yml,external_plugins.yml";
	const words = ["mod", "c-shared", "output", "0.0.1", lists, "go.mod"];
	await run(join(tree, "scripts/plugin_build.sh"), words, { env });
	return {
		...{ tree, plugins: `${tree}-plugins`, artefact },
		load: async (...types) => {
			const { stdout } = await run(artefact, types).catch((error: { stdout: string }) => error);
			return stdout;
		},
		builders: () =>
			execFileSync("ps", ["-ww", "-eo", "args="], { encoding: "utf8" })
				.split("\n")
				.filter((line) => line.includes(tree) && line.includes("plugin_build.sh")),
		remove: () => rmSync(base, { recursive: true, force: true }),
	};
}
