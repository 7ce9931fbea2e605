import type { Facts, PlacedFile, ServerPart } from "../../../drivers/files/wanted.ts";
import type { PackageFile } from "../../delivery.ts";

/**
 * The folder of downloads as a place. What is being done lies beside it, never in it: a web server serves all that is in
 * there.
 */
export function downloadPlace(folder: string): Facts {
	return {
		folders: { downloads: folder },
		values: {},
		home: folder,
		workFolder: stagingBeside(folder),
		notes: [],
		problems: [],
	};
}

export function packagePart(folder: string, files: readonly PackageFile[]): ServerPart {
	return {
		files: files.map(
			(file): PlacedFile => ({
				target: `${folder}/${file.path}`,
				bytes: file.bytes,
				sha256: file.sha256,
				mode: 0o644,
				staging: stagingBeside(folder),
				within: folder,
				why: file.path.endsWith("/info")
					? "agents ask for it first: it says what to do with the package"
					: "agents fetch it, and unpack it",
			}),
		),
		checks: [],
		checksAfterRemoval: [],
		reload: null,
		notes: [],
	};
}

/** Of a package that only has to go, as far as its names are known without its content. */
export function filesToRemove(id: string, fragments: number): PackageFile[] {
	const names = [...Array.from({ length: fragments }, (_, at) => `${id}-${at + 1}`), "info"];
	const nothing = { bytes: new Uint8Array(), sha256: "" };
	return names.map((name) => ({ path: `${id}/${name}`, ...nothing }));
}

/** Under which name a package has its receipt at that place. */
export function receiptName(extensionId: string, packageId: string): string {
	return `${extensionId} ${packageId}`;
}

/** The package of a receipt of that extension; undefined for any other. */
export function packageOfReceipt(extensionId: string, name: string): string | undefined {
	const prefix = receiptName(extensionId, "");
	const rest = name.slice(prefix.length);
	return name.startsWith(prefix) && /^\d+$/.test(rest) ? rest : undefined;
}

function stagingBeside(folder: string): string {
	return `${folder.replace(/\/[^/]*$/, "")}/.graft`;
}
