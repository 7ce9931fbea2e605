import { isAbsolute, relative } from "node:path";
import { isNotPacked } from "@graft/core/archive/read-sources";
import { GraftError } from "@graft/core/domain/errors";
import { packExtension } from "@graft/services/archives/pack-extension";
import { putFile, refuseOther } from "../flows/put-file.ts";
import { codeOfLook } from "../program/exit-codes.ts";
import { withView } from "../session/services.ts";
import type { Run } from "../session/session.ts";
import { inspectionLines } from "../showing/inspection.ts";
import { leftOutLines } from "../showing/left-out.ts";
import { oneLine } from "../showing/one-line.ts";

export const run: Run = async (session, subject) => {
	const { options, output } = session;
	const { packed, inspection, leftOut } = await withView(session, (ctx) =>
		packExtension({ ctx, input: { folder: subject } }),
	);
	const target = packed && { path: options.output ?? packed.fileName, bytes: packed.bytes };
	if (target) {
		refuseWithin(subject, target.path);
		if (!options.yes) await refuseOther(target.path, target.bytes);
		if (!options.dryRun) await putFile(target.path, target.bytes);
	}
	const path = options.dryRun ? null : (target?.path ?? null);
	for (const line of leftOutLines(leftOut)) output.note(line);
	if (options.json) output.json({ ...inspection, path });
	else
		output.text([
			...inspectionLines(inspection, output.paint),
			...(path === null ? [] : [`Packed as ${oneLine(path)}.`]),
		]);
	return codeOfLook(inspection.problems);
};

/** The next archive would hold this one, and would have other bytes each time. */
function refuseWithin(folder: string, path: string): void {
	const inside = relative(folder, path);
	if (inside.startsWith("..") || isAbsolute(inside) || isNotPacked(inside)) return;
	throw new GraftError("usage", `${path} lies in the folder that is packed.`, {
		hint: "Name a place outside of it, or a .zip at its top, which is left out: --output FILE.",
	});
}
