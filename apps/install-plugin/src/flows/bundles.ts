import { join } from "node:path";
import type { AgentFile } from "@graft/core/domain/extension";
import { buildBundles } from "@graft/services/bundles/build-bundles";
import type { Context } from "@graft/services/context/context";
import { getExtension } from "@graft/services/extensions/get-extension";
import type { BuiltBundle } from "@graft/services/tasks/bundles";
import { acceptWarnings } from "../asking/accept-warnings.ts";
import type { Session } from "../session/session.ts";
import { bytesText } from "../showing/bytes.ts";
import { oneLine } from "../showing/one-line.ts";
import { problemLines } from "../showing/problems.ts";
import type { Ask } from "../terminal/ask.ts";
import { putFile, refuseOther } from "./put-file.ts";

export interface BundleWish {
	readonly id: string;
	readonly files?: string[];
	readonly windowsPath?: string;
	readonly deployment: boolean;
	readonly accept: string[];
	readonly output: string;
	readonly overwrite: boolean;
}

export interface WrittenBundle {
	readonly path: string;
	readonly agents: string;
	readonly kind: string;
	readonly bytes: number;
	readonly sha256: string;
}

/** Builds the packages for the agents and writes them; all names are looked at before the first is written. */
export async function writeBundles(
	ctx: Context,
	wish: BundleWish,
): Promise<readonly WrittenBundle[]> {
	const files = await build(ctx, wish);
	for (const { path, bytes } of files) await putFile(path, bytes);
	return files.map(described);
}

/** The same with nothing written. */
export async function previewBundles(
	ctx: Context,
	wish: BundleWish,
): Promise<readonly WrittenBundle[]> {
	return (await build(ctx, wish)).map(described);
}

type NamedBundle = BuiltBundle & { readonly path: string };

async function build(
	ctx: Context,
	{ output, overwrite, ...input }: BundleWish,
): Promise<readonly NamedBundle[]> {
	const bundles = await buildBundles({ ctx, input });
	const files = bundles.map((bundle) => ({ ...bundle, path: join(output, bundle.fileName) }));
	if (!overwrite) for (const { path, bytes } of files) await refuseOther(path, bytes);
	return files;
}

function described({ path, agents, kind, bytes, sha256 }: NamedBundle): WrittenBundle {
	return { path, agents, kind, bytes: bytes.length, sha256 };
}

export function bundleLines(written: readonly WrittenBundle[]): string[] {
	return written.map(
		({ path, agents, kind, bytes, sha256 }) =>
			`${oneLine(path)}  ${agents}, ${kind}, ${bytesText(bytes)}, sha256 ${sha256}`,
	);
}

/** After an install: agents need their part too. */
export async function offerBundles(session: Session, ctx: Context, id: string): Promise<void> {
	const { ask, output } = session;
	if (ask === null || session.options.yes) return;
	const { parts, problems, accepted } = await getExtension({ ctx, input: { id } });
	const { windows, unix } = parts.agents;
	if (windows.length + unix.length === 0) return;
	if (!(await ask.confirm("Write the packages for the agents?", true))) return;
	const known = [...accepted, ...(session.options.accept ?? [])];
	const aboutAgents = problems.filter(({ part }) => part === "agent");
	output.warn(problemLines(aboutAgents, output.paintNote));
	const accept = await acceptWarnings(ask, aboutAgents, known, ["agent"]);
	if (accept === undefined) return;
	const files = await chooseScripts(ask, windows, unix);
	const folder = await ask.text("Folder to write them to", { proposal: process.cwd() });
	const deployment = await ask.confirm("Write deployment packages too?", false);
	const written = await writeBundles(ctx, {
		id,
		...(files === undefined ? {} : { files }),
		deployment,
		accept,
		output: folder,
		overwrite: false,
	});
	output.text(bundleLines(written));
}

/** Several scripts for Windows are mostly alternatives, and all of them would run: a person chooses. */
async function chooseScripts(
	ask: Ask,
	windows: readonly AgentFile[],
	unix: readonly AgentFile[],
): Promise<string[] | undefined> {
	if (windows.length < 2) return undefined;
	const choices = windows.map(({ from, chosen }) => ({ value: from, name: oneLine(from), chosen }));
	const chosen = await ask.chooseSeveral("Scripts for Windows agents", choices);
	return [...chosen, ...unix.filter((file) => file.chosen).map(({ from }) => from)];
}
