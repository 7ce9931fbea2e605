/**
 * $1 is the source tree, $2 the base version. Git's and Go's own settings are read as they are and written to a folder that goes
 * with it, whatever `git config --global` and `go env -w` the tree's own lists ask for.
 */
const script = `set -eu
cd "$1"
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
printf '[include]\\n\\tpath = ~/.config/git/config\\n\\tpath = ~/.gitconfig\\n[graft]\\n\\tscratch = yes\\n' >"$scratch/gitconfig"
cp "$(go env GOENV)" "$scratch/goenv" 2>/dev/null || true
export GIT_CONFIG_GLOBAL="$scratch/gitconfig" GOENV="$scratch/goenv"
if command -v git >/dev/null && [ "$(git config --global graft.scratch)" != yes ]; then
	echo "git is older than 2.32: it would write the settings of this user" >&2
	exit 1
fi
unset ENABLE_CORP_FEATURE
./scripts/plugin_build.sh mod c-shared output "$2" plugins.yml,external_plugins.yml go.mod`;

/** What upstream's `make plugin_local` runs, with all that it would take from the environment said. */
export function builderArgv(tree: string, baseVersion: string): string[] {
	return ["sh", "-c", script, "sh", tree, baseVersion];
}

export const builderScript = "scripts/plugin_build.sh";
export const artefact = "output/libGoPluginBase.so";

/** By the list that an entry is in. */
export const generated = {
	common: "plugins/all/all.go",
	linux: "plugins/all/all_linux.go",
	windows: "plugins/all/all_windows.go",
	debug: "plugins/all/all_debug.go",
};

/** All that the builder writes into the tree beside the library. */
export const rewritten = [
	...["go.mod", "go.sum", "output/libGoPluginBase.h"],
	...Object.values(generated),
];

/** A collector has some hundred modules: from nothing, on a small machine, that is half an hour. */
export const timeoutMs = 60 * 60_000;
