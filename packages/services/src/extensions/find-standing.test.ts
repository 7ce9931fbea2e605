import { afterEach, beforeEach, expect, test } from "vitest";
import { ocsFiles } from "../../../../test/builders/ocs-files.ts";
import { type Instance, makeInstance } from "../../test/instance.ts";
import { id, shorthands } from "../../test/shorthands.ts";
import { activateExtension } from "./activate-extension.ts";
import { findStanding } from "./find-standing.ts";

let instance: Instance;
beforeEach(async () => {
	instance = await makeInstance();
});
afterEach(() => instance.dispose());

const { importFiles, writeFolder } = shorthands(() => instance);

test("tells of what is there as its page does, imported or come by hand, and of nothing else", async () => {
	const { ctx } = instance;
	expect(await findStanding(ctx, id)).toBeNull();
	await importFiles(ocsFiles({ version: "2.0" }));
	expect(await findStanding(ctx, id)).toEqual({ version: "2.0", active: false });
	await activateExtension({ ctx, input: { id } });
	expect(await findStanding(ctx, id)).toEqual({ version: "2.0", active: true });
	writeFolder("byhand", ocsFiles({ id: "byhand" }));
	expect(await findStanding(ctx, "byhand")).toEqual({ version: "1.0", active: false });
	expect(await findStanding(ctx, "byhand-2")).toBeNull();
});
