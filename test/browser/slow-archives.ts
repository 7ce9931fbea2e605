import { randomBytes } from "node:crypto";
import { crc32, deflateRawSync } from "node:zlib";
import { ocsFiles } from "../builders/ocs-files.ts";
import type { Files } from "../builders/tree.ts";
import { deflatedEntry, type RawEntry, rawZip } from "../builders/zip.ts";

const entriesOf = (files: Files): RawEntry[] =>
	Object.entries(files).map(([name, content]) => deflatedEntry(name, content));

/** Small to send, and much to unpack and to hash. */
export function largeFile(mebibytes: number): Uint8Array {
	const zeros = new Uint8Array(mebibytes << 20);
	const body = deflateRawSync(zeros);
	const says = { method: 8, crc: crc32(zeros), size: zeros.length };
	return rawZip([...entriesOf(ocsFiles()), { name: "probe/heavy.bin", body, says }]);
}

/** A script that Windows agents get as it is. */
export function largeScript(mebibytes: number): Uint8Array {
	const line = `${"#".repeat(1023)}\n`;
	return rawZip(entriesOf({ ...ocsFiles(), "agent/Large.ps1": line.repeat(mebibytes << 10) }));
}

/** As large to send as it is: nothing of it shrinks. */
export function noise(mebibytes: number): Uint8Array {
	const body = randomBytes(mebibytes << 20);
	return rawZip([...entriesOf(ocsFiles()), { name: "probe/noise.bin", body }]);
}

/** Each statement is judged, and shown. */
export function manyStatements(count: number): Uint8Array {
	const files = ocsFiles();
	const tables = Array.from(
		{ length: count },
		(_, index) =>
			`$commonObject->sqlQuery("CREATE TABLE IF NOT EXISTS probe_${index} (ID INTEGER NOT NULL AUTO_INCREMENT, HARDWARE_ID INTEGER NOT NULL, MOUNT VARCHAR(255) DEFAULT NULL, PRIMARY KEY (ID, HARDWARE_ID)) ENGINE=INNODB");`,
	);
	const install = String(files["install.php"]).replace(
		'ENGINE=INNODB;");',
		`$&\n${tables.join("\n")}`,
	);
	return rawZip(entriesOf({ ...files, "install.php": install }));
}

/** Each is a script that agents can get. */
export function manyFiles(count: number): Uint8Array {
	const scripts = Array.from({ length: count }, (_, index) => [
		`agent/Script${index}.ps1`,
		`Write-Output "<PROBE><MOUNT>${index}</MOUNT></PROBE>"\n`,
	]);
	return rawZip(entriesOf({ ...ocsFiles(), ...Object.fromEntries(scripts) }));
}

/** Each file has something that a person is told of, and a path as long as may be: a report of 22 MB from 10,000. */
export function manyProblems(count: number): Uint8Array {
	const folder = `agent/${`${"d".repeat(90)}/`.repeat(10)}`;
	const modules = Array.from({ length: count }, (_, index) => [
		`${folder}Module${index}.pm`,
		`package Elsewhere::Module${index};\n1;\n`,
	]);
	return rawZip(entriesOf({ ...ocsFiles(), ...Object.fromEntries(modules) }));
}
