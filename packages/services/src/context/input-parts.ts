import * as z from "zod";
import { isFolderName } from "./paths.ts";

export const folderName = z.string().refine(isFolderName, "must be the name of a folder");

/** Names an extension that is there, and so a folder; more about ids its platform said when it was read. */
export const extensionId = folderName.describe("id of an extension");

export const acceptedCodes = z.array(z.string().max(255)).max(1000).readonly().default([]);

export const sha256Text = z.string().regex(/^[0-9a-f]{64}$/, "must be a sha256 in lower-case hex");

/** The folder of an archive, or the zip in it, that is meant; "." is its top. */
export const archiveRoot = z.string().min(1).max(1024).optional();

/** The zip itself, however it came. */
export const archiveBytes = z.custom<Uint8Array>(
	(value) => value instanceof Uint8Array,
	"must be the bytes of an archive",
);
