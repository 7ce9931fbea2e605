import { existsSync } from "node:fs";
import { userInfo } from "node:os";
import { type Browser, chromium } from "playwright-core";

const program = "/usr/bin/chromium";

/** Why no browser can be started here, or undefined: for `describe.skipIf`. */
export const noChromium: string | undefined = existsSync(program)
	? undefined
	: "chromium is not installed";

/** Debian's own browser, without the talk to its maker's servers that no test needs. */
export function startBrowser(): Promise<Browser> {
	return chromium.launch({
		executablePath: program,
		args: [
			...(userInfo().uid === 0 ? ["--no-sandbox"] : []),
			"--disable-background-networking",
			"--disable-component-update",
			"--disable-sync",
			"--disable-quic",
			"--no-first-run",
		],
	});
}
