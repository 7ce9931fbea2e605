import { thisMachine } from "@graft/core/connections/this-machine";
import type { Choice } from "@graft/core/platforms/delivery";
import * as z from "zod";
import { acceptedCodes, extensionId } from "../context/input-parts.ts";
import { serverAddress } from "../context/server-address.ts";

const name = z.string().min(1).max(255);

/** Whom a package is for. */
export const choice = z.discriminatedUnion("kind", [
	z.strictObject({ kind: z.literal("all") }),
	z.strictObject({ kind: z.literal("group"), name }),
	z.strictObject({ kind: z.literal("machines"), names: z.array(name).min(1).max(10_000) }),
]) satisfies z.ZodType<Choice>;

/** Where packages lie: the folder that a web server serves to machines. */
export const downloads = {
	server: serverAddress.default(thisMachine),
	/** Left out: where the system's own settings say. */
	downloadDir: z
		.string()
		.regex(/^\/[^\0]*[^/\0]$/, "must be the absolute path of a folder")
		.max(4096)
		.optional(),
};

export const deployment = z.strictObject({
	id: extensionId,
	to: choice,
	/** `uninstall`: the agent part is taken off these machines. */
	purpose: z.enum(["install", "uninstall"]).default("install"),
	...downloads,
	/** As for bundles. */
	files: z.array(z.string().max(1024)).readonly().optional(),
	windowsPath: z.string().min(1).max(260).optional(),
	accept: acceptedCodes,
});

export type AskedDeployment = z.output<typeof deployment>;

/** By name or identifier; left out, all that have a package. */
export const machineNames = z.array(z.string().min(1).max(255)).min(1).max(10_000).optional();
