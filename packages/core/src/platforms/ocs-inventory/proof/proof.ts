import type { DatabaseConnection } from "../../../databases/database-connection.ts";
import { countOf } from "../../../domain/counts.ts";
import type { Extension } from "../../../domain/extension.ts";
import type { Proof } from "../../platform.ts";
import { countMachinesWithPart } from "./machines-with-part.ts";
import { readProof } from "./read-proof.ts";

/** By the rows that the communication server wrote of each machine. */
export const proof: Proof = { read: readProof, stays };

/** Once it is removed, nothing can take it off machines. */
async function stays(
	connection: DatabaseConnection,
	extension: Extension,
): Promise<readonly string[]> {
	const { unix, windows } = await countMachinesWithPart(connection, extension);
	const useless = "and goes on sending data that nobody keeps";
	const notes: string[] = [];
	if (unix > 0) {
		const how = `install-plugin deploy ${extension.id} --uninstall --all`;
		notes.push(
			`Its module stays on ${countOf(unix, "machine")} with Unix, ${useless}. To uninstall it, run this first: ${how}`,
		);
	}
	if (windows > 0) {
		const how = "No package uninstalls it: delete it there yourself.";
		notes.push(
			`Its script stays on ${countOf(windows, "machine")} with Windows, ${useless}. ${how}`,
		);
	}
	return notes;
}
