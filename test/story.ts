import { beforeEach } from "vitest";

/** For tests that each stand on the one before: once one has failed, the rest is left out and says why. */
export function story(): void {
	let failed: string | undefined;
	beforeEach(({ task, skip, onTestFailed }) => {
		if (failed !== undefined) skip(`it stands on "${failed}", which failed`);
		onTestFailed(() => {
			failed = task.name;
		});
	});
}
