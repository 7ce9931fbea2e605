import { basename, resolve } from "node:path";
import { GraftError } from "@graft/core/domain/errors";
import {
	demandEmptyFolder,
	startable,
	startableBy,
	startExtension,
} from "@graft/services/archives/start-extension";
import type { Context } from "@graft/services/context/context";
import { missing } from "../program/server-flags.ts";
import type { Session } from "../session/session.ts";

export interface Start {
	readonly platform: string;
	readonly name: string;
	readonly collects: readonly string[];
	readonly folder: string;
}

/** What a new extension is to be, by flags or asked for; what is wrong with an answer is said beside its question. */
export async function askStart(session: Session, ctx: Context, subject: string): Promise<Start> {
	const { options } = session;
	if (subject !== "") await demandEmptyFolder(subject);
	const { id: platform, starter } = startableBy(await choosePlatform(session));
	const { noun, proposal } = starter.collects;
	const start = (name: string, collects: readonly string[]): Start => ({
		...{ platform, name, collects },
		folder: subject === "" ? name : subject,
	});
	const name = await answer(session, {
		...{ flag: "--name", given: options.name, what: "it becomes the extension's id" },
		question: "Name of the extension",
		proposal: subject === "" ? undefined : basename(resolve(subject)),
		refuse: (text) => objection(ctx, start(text.trim(), proposal)),
	});
	const collects = await answer(session, {
		...{ flag: "--collects", given: options.collects?.join(), what: `${noun}, by commas` },
		question: `What does it collect? (${noun}, separated by commas)`,
		proposal: proposal.join(", "),
		refuse: (text) => objection(ctx, start(name, words(text))),
	});
	return start(name, words(collects));
}

async function choosePlatform({ options, ask }: Session): Promise<string> {
	if (options.platform !== undefined) return options.platform;
	const [first, ...others] = startable.map(({ id, name }) => ({ value: id, name }));
	if (first !== undefined && others.length === 0) return first.value;
	const ids = startable.map(({ id }) => id).join(", ");
	if (ask === null) throw missing("--platform", `the system that it is for, of ${ids}`);
	return ask.choose(
		"Which system is it for?",
		startable.map(({ id, name }) => ({ value: id, name })),
	);
}

interface Question {
	readonly flag: string;
	readonly given: string | undefined;
	readonly what: string;
	readonly question: string;
	/** Taken with --yes. */
	readonly proposal: string | undefined;
	refuse(text: string): Promise<string | undefined>;
}

async function answer({ options, ask }: Session, asked: Question): Promise<string> {
	const { flag, given, what, question, proposal, refuse } = asked;
	const known = given ?? (options.yes ? proposal : undefined);
	if (known !== undefined) return known;
	if (ask === null) throw missing(flag, what);
	return (await ask.text(question, { proposal, refuse })).trim();
}

async function objection(ctx: Context, start: Start): Promise<string | undefined> {
	try {
		await startExtension({ ctx, input: { ...start, dryRun: true } });
		return undefined;
	} catch (error) {
		if (error instanceof GraftError) return `${error.message} ${error.hint}`.trim();
		throw error;
	}
}

function words(text: string): string[] {
	return text
		.split(",")
		.map((word) => word.trim())
		.filter((word) => word !== "");
}
