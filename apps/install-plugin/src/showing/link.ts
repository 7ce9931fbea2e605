import { wordsOfKind } from "@graft/core/platforms/link-words";
import type { LinkKind } from "@graft/core/platforms/place";
import type { CheckedLink } from "@graft/services/links/check-link";
import type { Paint } from "../terminal/terminal.ts";
import { oneLine } from "./one-line.ts";
import { problemLines } from "./problems.ts";

const styles = { usable: "green", unusable: "red", unreachable: "red" } as const;

export function linkLines(
	{ kind, name, variable }: LinkKind,
	check: CheckedLink,
	paint: Paint,
): string[] {
	const { label, source, state, schemaVersion, serverVersion, problems } = check;
	if (state === null || label === null)
		return [
			`Not linked yet: ${name}. To link it: install-plugin ${wordsOfKind[kind].command} link`,
		];
	const from = source === "environment" ? `  (${variable})` : "";
	return [
		`${paint(styles[state], state)}  ${oneLine(label)}${from}`,
		...(serverVersion === null ? [] : [`    server: ${oneLine(serverVersion)}`]),
		...(schemaVersion === null ? [] : [`    ${name}: version ${schemaVersion}`]),
		...problemLines(problems, paint),
	];
}

/** The names and the order of the keys are part of what scripts see. */
export function linkJson<Link extends { readonly schemaVersion: number | null }>(
	kind: LinkKind,
	link: Link,
) {
	const entries = Object.entries(link).map(([key, value]) => [
		key === "schemaVersion" && kind.kind === "database" ? kind.versionKey : key,
		value,
	]);
	return { format: 1, ...Object.fromEntries(entries) };
}
