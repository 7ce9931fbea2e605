import * as z from "zod";
import { notFound } from "../catalogue/load-extension.ts";
import { type Call, parseInput } from "../context/context.ts";
import { extensionId } from "../context/input-parts.ts";
import { type ExtensionProof, proveExtensions } from "./prove-extensions.ts";
import { findSubject } from "./subjects.ts";

export const getProofInput = z.strictObject({ id: extensionId });

/** What its system's database says of one extension: whether it is there as it should be, and whose data arrived. Changes nothing there. */
export async function getProof({
	ctx,
	input,
}: Call<typeof getProofInput>): Promise<ExtensionProof> {
	const { id } = parseInput(getProofInput, input);
	const subject = await findSubject(ctx, id);
	if (subject === undefined) throw notFound(ctx, id);
	const [proven] = await proveExtensions(ctx, [subject]);
	if (proven === undefined) throw new Error(`no proof of ${id}`);
	return proven.proof;
}
