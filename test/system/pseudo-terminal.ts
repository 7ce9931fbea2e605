import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { patient } from "../patience.ts";

/** Why no dialogue can be tried here, or undefined. */
export const noTerminal: string | undefined = existsSync("/usr/bin/tmux")
	? undefined
	: "tmux is not installed";

/** A command on a real pseudo terminal, as a person would see and answer it. */
export interface PseudoTerminal {
	/** Until `text` is on the screen or has scrolled off it; fails with the whole screen. */
	see(text: string): Promise<void>;
	/** Literal text, then Enter. */
	answer(text: string): Promise<void>;
	/** A key by tmux's name for it: Enter, Down, C-c. */
	press(...keys: string[]): void;
	screen(): string;
	close(): void;
}

const patienceMs = patient(60_000);

export function openTerminal(
	argv: readonly string[],
	env: NodeJS.ProcessEnv,
	name: string,
): PseudoTerminal {
	// A socket of its own: tmux's usual folder would stay.
	const folder = mkdtempSync(join(tmpdir(), `graft-${name}-`));
	const tmux = (...args: string[]) =>
		execFileSync("tmux", ["-S", join(folder, "socket"), "-f", "/dev/null", ...args], {
			encoding: "utf8",
			env: { PATH: process.env.PATH, TERM: "xterm-256color", LC_ALL: "C.UTF-8" },
		});
	const variables = Object.entries({ ...env, LC_ALL: "C.UTF-8" }).map(
		([key, value]) => `${key}=${value}`,
	);
	const command = ["env", "-i", "TERM=screen-256color", ...variables, ...argv]
		.map(quoted)
		.join(" ");
	// The shell stays, so that the last screen and the exit code can still be read.
	const shell = `${command}; echo "ended with $?"; exec sleep 600`;
	tmux("new-session", "-d", "-x", "220", "-y", "200", shell);
	// Lines that the terminal wrapped are joined again.
	const screen = () => tmux("capture-pane", "-p", "-J", "-S", "-");
	const see = async (text: string) => {
		const deadline = performance.now() + patienceMs;
		while (!screen().includes(text)) {
			if (performance.now() > deadline)
				throw new Error(`never seen: ${JSON.stringify(text)}\n${screen()}`);
			await pause(50);
		}
	};
	return {
		see,
		async answer(text) {
			if (text !== "") tmux("send-keys", "-l", "--", text);
			tmux("send-keys", "Enter");
		},
		press: (...keys) => {
			tmux("send-keys", ...keys);
		},
		screen,
		close: () => {
			try {
				tmux("kill-server");
			} catch {
				// It is gone, and sometimes before it could say so.
			}
			rmSync(folder, { recursive: true, force: true });
		},
	};
}

function quoted(text: string): string {
	return `'${text.replaceAll("'", "'\\''")}'`;
}
