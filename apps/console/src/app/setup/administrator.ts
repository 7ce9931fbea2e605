import * as z from "zod";
import { account } from "../../components/account.ts";

/** The first administrator, and the proof that they can read Graft's terminal. */
export const firstAdministrator = account.extend({
	token: z.string().min(1, "The token from the terminal is missing."),
});
