import type { ServerTarget } from "@graft/core/connections/server-target";
import * as z from "zod";

const text = z.string().min(1).max(4096);

/** Where a server is and how to get in. Passwords and pass phrases go to the connection and nowhere else. */
export const serverAddress = z.strictObject({
	/** As a transport of core reads it. */
	address: text,
	identityFile: text.optional(),
	jump: text.optional(),
	sudo: z.boolean().optional(),
	password: text.optional(),
	passphrase: text.optional(),
	sudoPassword: text.optional(),
	expectedHostKey: text.optional(),
}) satisfies z.ZodType<ServerTarget>;

export type ServerAddress = z.output<typeof serverAddress>;

/** What may be stored: the way in without the secrets. */
export const storedAddress = z.object(
	serverAddress.pick({ address: true, identityFile: true, jump: true, sudo: true }).shape,
);

export type StoredAddress = z.output<typeof storedAddress>;
