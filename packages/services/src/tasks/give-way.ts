import { constants, setPriority } from "node:os";

/** Not the lowest: where others keep this machine busy, an archive is still read before its deadline. */
const niceness = constants.priority.PRIORITY_BELOW_NORMAL;

/** Lets pages go first, for as long as this thread lives. Elsewhere than on Linux a priority is the whole process's. */
export function giveWay(): void {
	if (process.platform === "linux") setPriority(niceness);
}
