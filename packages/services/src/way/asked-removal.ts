import * as z from "zod";
import { acceptedCodes, extensionId } from "../context/input-parts.ts";
import { downloads } from "../deliveries/deployment-input.ts";

export const removalInput = z.strictObject({
	id: extensionId,
	/** Its tables too, with all their rows; otherwise they stay. */
	dropTables: z.boolean().default(false),
	/** Where its packages for agents lie. */
	...downloads,
	/** The folder of its server part on that same server, where Graft does not know it from before. */
	serverDir: z.string().min(1).max(4096).optional(),
	/** Without one, a server still has the extension in its memory, and its tables must stay. */
	reload: z.boolean().default(true),
	accept: acceptedCodes,
});

export type AskedRemoval = z.output<typeof removalInput>;
