import { stat } from "node:fs/promises";
import { GraftError } from "@graft/core/domain/errors";
import type { Context } from "@graft/services/context/context";
import { pathsFrom } from "@graft/services/context/paths";
import { listExtensions } from "@graft/services/extensions/list-extensions";
import { askOrRefuse } from "../asking/ask-server.ts";
import { withChosenRoot } from "../asking/choose-root.ts";
import { choosePlace } from "../asking/place.ts";
import { offerBundles } from "../flows/bundles.ts";
import { changeServer } from "../flows/change-server.ts";
import { importedId } from "../flows/imported-id.ts";
import { perform } from "../flows/perform.ts";
import { exitCodes } from "../program/exit-codes.ts";
import { wishesFromFlags } from "../program/server-flags.ts";
import { withContext } from "../session/services.ts";
import type { Run, Session } from "../session/session.ts";
import { summaryLine } from "../showing/extensions.ts";
import { oneLine } from "../showing/one-line.ts";
import type { Ask, Choice } from "../terminal/ask.ts";
import { plain } from "../terminal/terminal.ts";

/** Asks what OCS's own script asks, in its order, and installs. */
export const run: Run = async (session) => {
	const { options, terminal } = session;
	const ask = askOrRefuse(
		session.ask,
		new GraftError("usage", "No command was given, and there is no terminal to ask on.", {
			hint: "install-plugin --help lists the commands.",
		}),
	);
	const extensionsDir =
		options.extensionsDir ??
		(await ask.text("Where is the extensions folder?", {
			proposal: pathsFrom(terminal.env).extensions,
		}));
	await demandFolder(extensionsDir);
	const inFolder: Session = { ...session, options: { ...options, extensionsDir } };
	return withContext(inFolder, async (ctx) => {
		const id = await chooseExtension(inFolder, ask, ctx);
		const place = await choosePlace(inFolder);
		const agreed = await changeServer(inFolder, ctx, {
			...place,
			id,
			goal: "present",
			...wishesFromFlags(options),
		});
		if (agreed) await offerBundles(inFolder, ctx, id);
		return exitCodes.done;
	});
};

async function demandFolder(path: string): Promise<void> {
	const found = await stat(path).catch(() => undefined);
	if (!found?.isDirectory())
		throw new GraftError("usage", `${path} is not a folder.`, {
			hint: "Give the folder in which extensions are unpacked.",
		});
}

type Chosen =
	| { readonly kind: "extension"; readonly id: string }
	| { readonly kind: "folder"; readonly folder: string; readonly id: string }
	| { readonly kind: "archive" };

async function chooseExtension(session: Session, ask: Ask, ctx: Context): Promise<string> {
	const { extensions, broken } = await listExtensions({ ctx, input: {} });
	const choices: Choice<Chosen>[] = [
		...extensions.map((extension) => ({
			value: { kind: "extension", id: extension.id } as const,
			name: summaryLine(extension, plain),
		})),
		...broken.map(({ folder, mend, wouldBecome, problems }) => {
			const name = oneLine(folder);
			const value = { kind: "folder", folder, id: wouldBecome ?? "" } as const;
			return mend !== null && wouldBecome !== null
				? { value, name: `${name} · to be adopted as ${oneLine(wouldBecome)}` }
				: { value, name, disabled: oneLine(problems[0]?.message ?? "cannot be used") };
		}),
		{ value: { kind: "archive" }, name: "another one, from a zip" },
	];
	const chosen = await ask.choose("Which extension?", choices);
	switch (chosen.kind) {
		case "extension":
			return chosen.id;
		case "folder":
			await perform(session, ctx, "mend", { folder: chosen.folder });
			return chosen.id;
		case "archive":
			return importFrom(session, ctx, await ask.text("Path of the zip"));
	}
}

async function importFrom(session: Session, ctx: Context, path: string): Promise<string> {
	return importedId(await withChosenRoot(session, ctx, path), ctx, path, "present");
}
