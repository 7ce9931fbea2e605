import { linkCommand } from "../flows/link-command.ts";

export const run = linkCommand("api");
