import type { Choice } from "@graft/core/platforms/ocs-inventory/deployment/machines";
import * as z from "zod";
import { acceptedCodes, extensionId } from "../input-parts.ts";
import { serverAddress } from "../servers/server-address.ts";

const name = z.string().min(1).max(255);

/** Whom a package is for. */
export const choice = z.discriminatedUnion("kind", [
	z.strictObject({ kind: z.literal("all") }),
	z.strictObject({ kind: z.literal("group"), name }),
	z.strictObject({ kind: z.literal("machines"), names: z.array(name).min(1).max(10_000) }),
]) satisfies z.ZodType<Choice>;

/** Where OCS's packages lie: the folder that its web server serves to agents. */
export const downloads = {
	server: serverAddress.default({ address: "local" }),
	/** Left out: `download` below what OCS's own settings name. */
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
