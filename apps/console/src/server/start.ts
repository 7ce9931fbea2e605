import { pathsFrom } from "@graft/services/context/paths";
import { becomeOwnerOf } from "@graft/services/files/as-owner";
import { isSetupOpen, makeSetupToken } from "@graft/services/people/setup-token";
import { consoleUrl } from "./address.ts";
import { sharedAuth } from "./auth.ts";
import { tellAddresses } from "./caller-address.ts";
import { sharedContext } from "./context.ts";
import { failureOf } from "./failure.ts";
import { startRunner } from "./runner.ts";
import { sweepUploads } from "./uploads.ts";

const sweepEveryMs = 10 * 60 * 1000;

/** Opens everything before the first request, and says in the terminal where the console is. */
export async function start(): Promise<void> {
	try {
		tellAddresses();
		await becomeOwnerOf(pathsFrom(process.env).home);
		const ctx = await sharedContext();
		await sharedAuth();
		await sweepUploads(ctx);
		startRunner(ctx);
		setInterval(() => void sweepUploads(ctx).catch(failureOf), sweepEveryMs).unref();
		if (await isSetupOpen(ctx)) {
			const token = await makeSetupToken(ctx);
			console.log(`Make the first administrator: ${consoleUrl()}/setup?token=${token}`);
		} else {
			console.log(`Graft is ready: ${consoleUrl()}`);
		}
	} catch (error) {
		// A console without its database answers nothing: say why, and end.
		const { message, hint } = failureOf(error);
		console.error([message, hint].filter(Boolean).join("\n"));
		process.exit(1);
	}
}
