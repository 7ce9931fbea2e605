/** Ends whatever else the command has started in its process group, and ends as it did. */
const alone = `"$@"; code=$?; trap '' TERM; kill -TERM 0; exit "$code"`;

/** Nobody's, where root would give it the rights of the whole machine. */
const nobody = 65534;

/**
 * Runs a command with nothing of our environment, and without root's rights where this is root: as nobody, who cannot gain
 * any (setpriv(1)). What it starts in its process group ends with it.
 */
export function argvWithoutRights(command: readonly string[]): readonly string[] {
	const bare = ["env", "-i", "PATH=/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin", "LC_ALL=C.UTF-8"];
	const less = [
		...["setpriv", `--reuid=${nobody}`, `--regid=${nobody}`, "--clear-groups"],
		...["--no-new-privs", "--"],
	];
	const isRoot = process.getuid?.() === 0;
	return ["sh", "-c", alone, "sh", ...(isRoot ? less : []), ...bare, ...command];
}
