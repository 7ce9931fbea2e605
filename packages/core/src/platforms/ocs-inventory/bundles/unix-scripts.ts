import { findAgent, frame, proofs } from "./unix-shell.ts";

/** What a script is made for: names of modules below Ocsinventory::Agent::Modules, without `.pm`. */
export interface Scripted {
	readonly id: string;
	readonly version: string;
	readonly modules: readonly string[];
}

/**
 * POSIX sh, for the Unix agent of OCS: puts the modules into its Perl folder and their lines into modules.conf, and
 * proves all of it with Perl, on copies first. docs/platforms/ocs-inventory-server.md has the exit codes.
 */
export function installScript(scripted: Scripted): string {
	return [
		header(scripted, "install.sh", "Installs"),
		frame(label(scripted)),
		proofs,
		findAgent,
		installBody.replace("@MODULES@", moduleWords(scripted)),
	].join("\n");
}

/** The other way round: the lines first, then the modules. It needs no file of the package but itself. */
export function uninstallScript(scripted: Scripted): string {
	return [
		header(scripted, "uninstall.sh", "Takes back"),
		frame(label(scripted)),
		proofs,
		findAgent,
		uninstallBody.replace("@MODULES@", moduleWords(scripted)),
	].join("\n");
}

/** Safe in a comment and between single quotes. */
function label({ id, version }: Scripted): string {
	return `${id} ${version}`.replace(/[^\w.+ -]/g, "_");
}

function moduleWords({ modules }: Scripted): string {
	const odd = modules.find((name) => !/^\w+$/.test(name));
	if (odd !== undefined) throw new Error(`${odd} is no name of a module`);
	return modules.join(" ");
}

function header(scripted: Scripted, name: string, verb: string): string {
	return `#!/bin/sh
# ${verb} ${label(scripted)} for the OCS Inventory agent of this machine. Written by Graft.
#
#   sh ${name} [--perl-dir FOLDER] [--modules-conf FILE] [--perl PROGRAM]
#
#   --perl-dir      the folder that holds Ocsinventory/Agent.pm; else found by asking Perl
#   --modules-conf  the agent's list of modules; else the one that the agent would take
#   --perl          the Perl that runs the agent; else perl
#
# Doing it twice is the same as doing it once. Exit codes:
#   0  done, or nothing to do
#   1  interrupted: everything was put back
#   2  wrong option
#   3  no agent here: no Perl, no Ocsinventory/Agent.pm, or no modules.conf
#   4  modules.conf did not load before this run: nothing was changed
#   5  a module does not load, or is none for the agent: nothing was changed
#   6  something could not be written: nothing was changed, or everything was put back
#   7  another run is under way
#   8  the result did not stand the proof: everything was put back
#   9  the same, and not everything could be put back
`;
}

const installBody = `
set -- @MODULES@
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd) || fail 6 "cannot tell the folder of this script"
for module in "$@"; do
	[ -f "$here/$module.pm" ] || fail 5 "$module.pm is not beside this script"
done
find_agent
choose_conf loads_now
lock
put_back() {
	result=0
	put_conf_back || result=1
	for module in "$stage"/before/*.pm; do
		[ -f "$module" ] || continue
		mv -f "$module" "$modules_dir/" || result=1
	done
	for module in "$stage"/before/*.absent; do
		[ -f "$module" ] || continue
		module=$(basename "$module" .absent)
		rm -f "$modules_dir/$module.pm" || result=1
	done
	return $result
}

# Everything is proved on copies before anything that the agent reads is touched.
staged=$stage/lib/Ocsinventory/Agent/Modules
mkdir -p "$staged" "$stage/before" || fail 6 "cannot write below $modules_dir"
for module in "$@"; do
	cp "$here/$module.pm" "$staged/$module.pm" || fail 6 "cannot write below $modules_dir"
	chmod 644 "$staged/$module.pm" || fail 6 "cannot write below $modules_dir"
	prove_module "$module" "$stage/lib" || fail 5 "$module.pm does not load, or is no module of the agent"
done
edit_conf add "$@"
if ! prove_conf "$conf.graft-new" "$stage/lib" with "$@"; then
	prove_conf "$conf" "" as-it-is 2>/dev/null || fail 4 "$conf does not load as it is: mend it first"
	fail 5 "$conf would not load any more"
fi

changing=yes
for module in "$@"; do
	cmp -s "$staged/$module.pm" "$modules_dir/$module.pm" && continue
	changed=yes
	if [ -f "$modules_dir/$module.pm" ]; then
		cp -p "$modules_dir/$module.pm" "$stage/before/$module.pm" || fail 6 "cannot keep $module.pm"
	else
		: >"$stage/before/$module.absent" || fail 6 "cannot write below $modules_dir"
	fi
	mv -f "$staged/$module.pm" "$modules_dir/$module.pm" || fail 6 "cannot put $modules_dir/$module.pm"
done
replace_conf
for module in "$@"; do
	prove_module "$module" "" || fail 8 "$module does not load where it lies now"
done
prove_conf "$conf" "" with "$@" || fail 8 "$conf does not load"
changing=no
if [ "$changed" = yes ]; then say "installed: $* in $modules_dir, named in $conf"; else say "nothing to do"; fi
`;

const uninstallBody = `
set -- @MODULES@
find_agent
choose_conf names_ours "$@"
lock
put_back() {
	result=0
	for module in "$stage"/before/*.pm; do
		[ -f "$module" ] || continue
		mv -f "$module" "$modules_dir/" || result=1
	done
	put_conf_back || result=1
	return $result
}

# The list is proved as if the modules were gone already, so that they are never missed.
mkdir "$stage/before" || fail 6 "cannot write below $modules_dir"
edit_conf remove "$@"
if ! prove_conf "$conf.graft-new" "" without "$@"; then
	prove_conf "$conf" "" as-it-is 2>/dev/null || fail 4 "$conf would not load without $* either: mend it first"
	fail 5 "$conf would not load any more"
fi

changing=yes
replace_conf
for module in "$@"; do
	[ -f "$modules_dir/$module.pm" ] || continue
	changed=yes
	mv -f "$modules_dir/$module.pm" "$stage/before/$module.pm" || fail 6 "cannot take $module.pm away"
done
prove_conf "$conf" "" without "$@" || fail 8 "$conf does not load"
changing=no
if [ "$changed" = yes ]; then say "taken back: $* from $modules_dir and $conf"; else say "nothing to do"; fi
`;
