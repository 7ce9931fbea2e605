import { z } from "zod";

export const shortestPassword = 12;

/** The first administrator, and the proof that they can read Graft's terminal. */
export const firstAdministrator = z.strictObject({
	token: z.string().min(1, "The token from the terminal is missing."),
	name: z.string().trim().min(1, "Say your name.").max(100, "The name is too long."),
	email: z.email("This is not an e-mail address."),
	password: z
		.string()
		.min(shortestPassword, `The password needs at least ${shortestPassword} characters.`)
		.max(128, "The password is longer than 128 characters."),
});
