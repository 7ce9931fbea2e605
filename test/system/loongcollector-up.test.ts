import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { performOperation } from "../../packages/services/src/operations/start-operation.ts";
import { performUndo, previewUndo } from "../../packages/services/src/operations/undo-operation.ts";
import { previewUp } from "../../packages/services/src/way/up-extension.ts";
import { type Instance, makeInstance } from "../../packages/services/test/instance.ts";
import { loongcollectorFiles, loongcollectorTree } from "../builders/loongcollector-files.ts";
import { writeFiles } from "../builders/write-files.ts";
import { makeZip } from "../builders/zip.ts";
import { story } from "../story.ts";
import { noLoongcollectorHost } from "./loongcollector-host.ts";

const list = "plugins:\n  common:\n    - import: my.org/ours # ours\n";
const names = ["one", "two"] as const;

describe.skipIf(noLoongcollectorHost !== undefined)(
	`a plugin for two source trees by one plan${noLoongcollectorHost ? ` (missing: ${noLoongcollectorHost})` : ""}`,
	() => {
		story();
		let graft: Instance;
		beforeAll(async () => {
			graft = await makeInstance();
			for (const name of names) {
				mkdirSync(join(graft.root, name));
				const more = { "external_plugins.yml": list };
				writeFiles(graft.root, loongcollectorTree(name, undefined, more));
			}
		});
		afterAll(() => graft?.dispose());

		const files = ["external_plugins.yml", "output/libGoPluginBase.so", "go.mod"];
		const standing = () =>
			names.map((name) =>
				files.map((file) => readFileSync(join(graft.root, name, file), "latin1")),
			);

		/** Gives the operation's id. */
		async function up(version: string): Promise<string> {
			const { ctx, root } = graft;
			const servers = names.map((name) => ({
				...{ server: { address: "local" }, serverDir: join(root, name) },
			}));
			const bytes = makeZip(loongcollectorFiles({ version }));
			const wish = { subject: { fileName: "mark.zip", bytes }, servers, reload: false };
			const { hash: planHash } = await previewUp({ ctx, input: wish });
			let operation = "";
			const begun = (started: string) => {
				operation = started;
			};
			await performOperation(ctx, "up", { ...wish, planHash }, { begun });
			return operation;
		}

		async function upInVain(version: string): Promise<void> {
			const script = join(graft.root, "two/scripts/plugin_build.sh");
			const working = readFileSync(script, "utf8");
			writeFileSync(script, "#!/bin/sh\necho no space left >&2\nexit 1\n");
			await expect(up(version)).rejects.toThrow("no space left");
			writeFileSync(script, working);
		}

		it("is on neither where the second one cannot be built", async () => {
			const before = standing();
			await upInVain("1.2.0");
			expect(standing()).toEqual(before);
		});

		it("is on both, and back at the version before where the second one cannot be built with a newer", async () => {
			await up("1.2.0");
			const before = standing();
			for (const [text, library] of before) {
				expect(text).toContain("example.org/you/mark v1.2.0");
				expect(library).toContain("of version 1.2.0");
			}
			await upInVain("1.3.0");
			expect(standing()).toEqual(before);
		});

		it("is undone on both, to the byte", async () => {
			const before = standing();
			const operation = await up("1.3.0");
			expect(standing()).not.toEqual(before);
			const { ctx } = graft;
			const { hash } = await previewUndo({ ctx, input: { id: operation } });
			await performUndo(ctx, { id: operation, planHash: hash }, {});
			expect(standing()).toEqual(before);
		});
	},
);
