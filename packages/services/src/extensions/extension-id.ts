import { z } from "zod";

/** Names an extension that is there; what may be an id, its platform said when it was read. */
export const extensionId = z.string().min(1).max(255);

export const acceptedCodes = z.array(z.string().max(255)).max(1000).readonly().default([]);

export const sha256Text = z.string().regex(/^[0-9a-f]{64}$/, "must be a sha256 in lower-case hex");
