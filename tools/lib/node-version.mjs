import { fail } from "./run.mjs";

const minimum = [20, 19];

/** Asked before anything else: an older Node would fail somewhere, with words that tell nobody why. */
export function refuseOldNode() {
	const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
	if (major > minimum[0] || (major === minimum[0] && minor >= minimum[1])) return;
	fail(
		`Node ${process.versions.node} is too old: Graft needs ${minimum.join(".")} or newer, from https://nodejs.org or your system's packages.`,
	);
}
