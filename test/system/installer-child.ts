import { writeSync } from "node:fs";
import { faultyConnection } from "../builders/faulty-connection.ts";
import { first, Server, second } from "./installer-server.ts";

// Installs as any process would, and stands still for ever before the call of the given number: to be killed there.
const [root = "", goal, version, stopBefore] = process.argv.slice(2);
const server = new Server(root);
let calls = 0;
const connection = faultyConnection(server.connect(), {
	fail: () => {
		calls += 1;
		if (calls !== Number(stopBefore)) return undefined;
		writeSync(1, "here\n");
		Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
		return undefined;
	},
});
await server.run(goal === "absent" ? "absent" : "present", version === "2.0" ? second : first, {
	connection,
});
writeSync(1, "done\n");
