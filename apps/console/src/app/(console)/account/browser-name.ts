const browsers = [
	["Edge", /\bEdg(?:e|A|iOS)?\//],
	["Opera", /\bOPR\//],
	["Firefox", /\b(?:Firefox|FxiOS)\//],
	["Chrome", /\b(?:HeadlessChrome|Chrome|CriOS|Chromium)\//],
	["Safari", /\bSafari\//],
	["curl", /^curl\//],
] as const;

const systems = [
	["Android", /Android/],
	["iOS", /iPhone|iPad/],
	["Windows", /Windows/],
	["macOS", /Mac OS X/],
	["Linux", /Linux/],
] as const;

/** "Firefox on Linux", from what a browser says of itself; anybody can say anything, so it only helps to remember. */
export function browserName(said: string): string {
	const browser = browsers.find(([, mark]) => mark.test(said))?.[0] ?? "Unknown program";
	const system = systems.find(([, mark]) => mark.test(said))?.[0];
	return system === undefined ? browser : `${browser} on ${system}`;
}
