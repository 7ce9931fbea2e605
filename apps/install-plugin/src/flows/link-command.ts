import { GraftError } from "@graft/core/domain/errors";
import { wordsOfKind } from "@graft/core/platforms/link-words";
import type { LinkKind } from "@graft/core/platforms/place";
import { checkLink } from "@graft/services/links/check-link";
import {
	type ForgottenLink,
	forgetLink,
	previewForgetLink,
} from "@graft/services/links/forget-link";
import { kindOf } from "@graft/services/links/link-kind";
import { storeLink } from "@graft/services/links/store-link";
import { type ExitCode, exitCodes } from "../program/exit-codes.ts";
import { missing } from "../program/server-flags.ts";
import { firstLine } from "../session/secrets.ts";
import { withContext, withView } from "../session/services.ts";
import type { Run, Session } from "../session/session.ts";
import { linkJson, linkLines } from "../showing/link.ts";
import { oneLine } from "../showing/one-line.ts";

type Sort = LinkKind["kind"];

/** Links, checks and unlinks what a system has of one sort: `install-plugin database link`. */
export function linkCommand(sort: Sort): Run {
	const { command } = wordsOfKind[sort];
	return (session, subject) => {
		if (subject === "link") return link(session, sort);
		if (subject === "check") return check(session, sort);
		if (subject === "unlink") return unlink(session, sort);
		// What was given is not repeated: it may be the URL, with its password.
		throw new GraftError("usage", `${command} is followed by link, check or unlink.`, {
			hint: `The URL is not an argument: install-plugin ${command} link asks for it, or reads it with --url-stdin.`,
		});
	};
}

async function link(session: Session, sort: Sort): Promise<ExitCode> {
	const { options, output, terminal } = session;
	const kind = kindOf(options.system, sort);
	const { name, variable } = kind;
	const { noun } = wordsOfKind[sort];
	if (terminal.env[variable] && !options.urlStdin) {
		output.note(`${variable} names the ${noun}: nothing has to be linked, and nothing is stored.`);
		return check(session, sort);
	}
	const url = await readUrl(session, kind);
	const input = { kind: kind.id, url, dryRun: options.dryRun === true };
	const open = input.dryRun ? withView : withContext;
	const linked = await open(session, (ctx) => storeLink({ ctx, input }));
	if (options.json) output.json(linkJson(kind, linked));
	else {
		const { label, schemaVersion, serverVersion, changed } = linked;
		output.text([
			`${changed ? "Linked" : "Would link"} ${oneLine(label)} as ${name}${schemaVersion === null ? "" : `, of version ${schemaVersion}`}${serverVersion === null ? "" : `, on ${oneLine(serverVersion)}`}.`,
		]);
	}
	return exitCodes.done;
}

async function readUrl(
	{ terminal, options, ask }: Session,
	{ kind, name }: LinkKind,
): Promise<string> {
	if (options.urlStdin) return firstLine(terminal.stdin, "--url-stdin", "URL");
	if (ask !== null) return ask.secret(`URL of ${name} (${wordsOfKind[kind].form})`);
	throw missing("--url-stdin", `the URL of ${name} comes from standard input`);
}

async function check(session: Session, sort: Sort): Promise<ExitCode> {
	const { options, output } = session;
	const kind = kindOf(options.system, sort);
	const checked = await withView(session, (ctx) => checkLink({ ctx, input: { kind: kind.id } }));
	if (options.json) output.json(linkJson(kind, checked));
	else output.text(linkLines(kind, checked, output.paint));
	if (checked.state === null) return exitCodes.usage;
	if (checked.state === "usable") return exitCodes.done;
	return checked.state === "unreachable" ? exitCodes.unreachable : exitCodes.refused;
}

async function unlink(session: Session, sort: Sort): Promise<ExitCode> {
	const { options, output, ask } = session;
	const { noun } = wordsOfKind[sort];
	if (!options.yes && !options.dryRun && ask === null)
		throw missing("--yes", `unlinking the ${noun} must be confirmed`);
	const { id: kind, variable } = kindOf(options.system, sort);
	const would = await withView(session, (ctx) => previewForgetLink({ ctx, input: { kind } }));
	const { label } = would;
	const tell = (changed: boolean, text: string): ExitCode => {
		if (options.json) output.json({ format: 1, label, changed });
		else output.text([text]);
		return exitCodes.done;
	};
	if (label === null) return tell(false, nothingStored(noun, variable, would));
	for (const line of remarks(noun, variable, would)) output.warn([line]);
	if (options.dryRun) return tell(false, `Would forget the link to ${oneLine(label)}.`);
	if (!options.yes && !(await ask?.confirm(`Forget the link to ${oneLine(label)}?`, false))) {
		output.note("Nothing was unlinked.");
		return exitCodes.done;
	}
	await withContext(session, (ctx) => forgetLink({ ctx, input: { kind } }));
	return tell(true, `The link to ${oneLine(label)} is forgotten; the ${noun} was not touched.`);
}

function nothingStored(noun: string, variable: string, { environment }: ForgottenLink): string {
	return environment
		? `No link is stored; ${variable} names the ${noun}: unset it.`
		: `No ${noun} is linked here; nothing to do.`;
}

/** What whoever forgets the link should know before. */
function remarks(noun: string, variable: string, { environment, active }: ForgottenLink): string[] {
	return [
		...(active.length === 0
			? []
			: [
					`${active.map(oneLine).join(", ")}: active in that ${noun}, and stays so there. Without the link, activate, deactivate and remove no longer reach it.`,
				]),
		...(environment ? [`${variable} still names the ${noun}, until it is unset.`] : []),
	];
}
