import { readFileSync } from "node:fs";
import type { Context } from "../../packages/services/src/context/context.ts";
import { openContext } from "../../packages/services/src/open-context.ts";
import { performOperation } from "../../packages/services/src/operations/start-operation.ts";
import type { InputOf } from "../../packages/services/src/operations/verbs.ts";

// Does an operation as any process would, and ends unannounced at its event of the given number; each end, of it and of
// its parts, is one too: then it ends right before that is stored.
const [kind, file = "", at] = process.argv.slice(2);
let left = Number(at);
const event = () => {
	left -= 1;
	if (left === 0) process.kill(process.pid, "SIGKILL");
};
const opened = await openContext({
	env: process.env,
	actor: { name: "alice", role: "administrator" },
	report: event,
});
const finish: Context["queue"]["finish"] = (...end) => {
	event();
	return opened.queue.finish(...end);
};
const ctx: Context = { ...opened, queue: { ...opened.queue, finish } };
const input = JSON.parse(readFileSync(file, "utf8"));
if (kind === "up") {
	const bytes = readFileSync(input.subject.bytes);
	const subject = { ...input.subject, bytes };
	await performOperation(ctx, "up", { ...input, subject } satisfies InputOf<"up">);
} else await performOperation(ctx, "remove", input satisfies InputOf<"remove">);
await opened.close();
