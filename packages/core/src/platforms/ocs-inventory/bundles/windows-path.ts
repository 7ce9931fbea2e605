import { GraftError } from "../../../domain/errors.ts";

/** The agent puts its own folder in for INSTALL_PATH, wherever it was installed. */
export const defaultWindowsPath = "INSTALL_PATH\\plugins";

/** The longest path that the Windows agent stores at. */
const longest = 260;

/**
 * A folder on Windows agents: below INSTALL_PATH, below `%VARIABLE%`, or from a drive on, such as the
 * `C:\Program Files\OCS Inventory Agent\Plugins` of OCS's own pages. Throws GraftError "usage".
 */
export function windowsPath(given: string): string {
	const path = given.replaceAll("/", "\\").replace(/\\+$/, "");
	const problem = problemOf(path);
	if (problem === null) return path;
	throw new GraftError(
		"usage",
		`${JSON.stringify(given)} cannot be a folder on Windows agents: ${problem}.`,
		{
			hint: `Use ${defaultWindowsPath}, or a folder from its drive on, such as C:\\Program Files\\OCS Inventory Agent\\Plugins.`,
		},
	);
}

function problemOf(path: string): string | null {
	if (path.length > longest) return `it is longer than ${longest} characters`;
	const start = /^(INSTALL_PATH|%[A-Za-z_][\w()]*%|[A-Za-z]:)(?=\\|$)/.exec(path)?.[0];
	if (start === undefined) return "it starts with neither INSTALL_PATH, a %VARIABLE%, nor a drive";
	const segments = path.slice(start.length).split("\\").slice(1);
	if (segments.some((segment) => segment === "" || segment === "." || segment === ".."))
		return "it has an empty segment, or one that leads elsewhere";
	// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there.
	if (segments.some((segment) => /[<>:"|?*%\x00-\x1f\x7f]|[. ]$/.test(segment)))
		return "Windows does not allow one of its characters there";
	return null;
}
