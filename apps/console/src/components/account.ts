import * as z from "zod";

export const shortestPassword = 12;

export const newPassword = z
	.string()
	.min(shortestPassword, `The password needs at least ${shortestPassword} characters.`)
	.max(128, "The password is longer than 128 characters.");

/** What a person who may sign in is called, and how they prove who they are. */
export const account = z.strictObject({
	name: z.string().trim().min(1, "Enter a name.").max(100, "The name is too long."),
	email: z.email("This is not an e-mail address."),
	password: newPassword,
});

export const role = z.enum(["administrator", "viewer"], "There is no such role.");

export type Role = z.output<typeof role>;

/** As people read it. */
export const roleNames: Record<Role, string> = { administrator: "Administrator", viewer: "Viewer" };
