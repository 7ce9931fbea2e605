import * as z from "zod";
import { acceptedCodes, archiveBytes, archiveRoot, extensionId } from "../context/input-parts.ts";
import { serverAddress } from "../context/server-address.ts";
import { choice, downloads } from "../deliveries/deployment-input.ts";

export const upInput = z.strictObject({
	/** What is here already, or an archive that is imported first. */
	subject: z.union([
		z.strictObject({ id: extensionId }),
		z.strictObject({ bytes: archiveBytes, fileName: z.string().max(255), root: archiveRoot }),
	]),
	accept: acceptedCodes,
	/** None for a system whose extensions have no place on a server. */
	servers: z
		.array(z.strictObject({ server: serverAddress, serverDir: z.string().min(1).optional() }))
		.default([]),
	/** Without one, a server goes on as it runs, and its agents' data waits for the next reload. */
	reload: z.boolean().default(true),
	/** Groups that are bound to it, beside those that are already; names of the system that it is for. */
	groups: z.array(z.string().min(1).max(255)).max(1000).default([]),
	/** Left out, agents get nothing now. */
	deployment: z
		.strictObject({
			to: choice,
			...downloads,
			files: z.array(z.string().max(1024)).readonly().optional(),
			windowsPath: z.string().min(1).max(260).optional(),
		})
		.optional(),
});

export type AskedUp = z.output<typeof upInput>;

export type NamedServer = AskedUp["servers"][number];
