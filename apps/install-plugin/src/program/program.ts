import { GraftError } from "@graft/core/domain/errors";
import { Command, CommanderError, Option } from "commander";
import {
	list,
	once,
	seconds,
	withAccept,
	withBundle,
	withDeploy,
	withDownloads,
	withGeneral,
	withMachines,
	withPlan,
	withReload,
	withRoot,
	withServer,
	withServerFolder,
	withServerPlan,
	withStart,
	withYes,
} from "./flags.ts";
import type { CommandName, Invocation, Options } from "./invocation.ts";

type Handle = (invocation: Invocation) => Promise<void>;

/** The command line's grammar. `handle` gets what was said; nothing is decided here. */
export function makeProgram(version: string, handle: Handle): Command {
	const program = new Command("install-plugin")
		.description(
			"Takes extensions of OCS Inventory and its peers from their archive to the server and the agents, " +
				"checks that the server can still start, and removes them again. Without a command it asks.",
		)
		.version(version)
		.helpCommand(false)
		.enablePositionalOptions()
		.allowExcessArguments();
	withGeneral(program)
		.addHelpText("after", afterHelp)
		.action((options: Options) => {
			const [unknown] = program.args;
			if (unknown !== undefined)
				throw new GraftError("usage", `There is no command "${unknown}".`, { hint: seeHelp });
			return handle({ command: "dialogue", subject: "", options });
		});
	withYes(withReload(withAccept(withServer(program))));

	const add = (name: CommandName, subject: string, description: string): Command => {
		const command = withGeneral(program.command(`${name} ${subject}`.trim()))
			.description(description)
			.allowExcessArguments(false);
		command.action((...parts: unknown[]) => {
			// The options come last, and commander's own object after them.
			const given = parts.slice(0, -2).map((part) => (typeof part === "string" ? part : ""));
			return handle({
				command: name,
				subject: given[0] ?? "",
				argument: given[1],
				options: command.opts<Options>(),
			});
		});
		return command;
	};

	const look = (name: CommandName, subject: string, description: string): Command =>
		add(name, subject, description).addOption(new Option("-y, --yes").hideHelp());
	const change = (name: CommandName, subject: string, description: string): Command =>
		withYes(add(name, subject, description)).option(
			"--dry-run",
			"show what would be done; write nothing",
		);

	withStart(change("new", "[folder]", "write an extension to start from into a new folder"));
	withRoot(
		look("inspect", "<archive>", "show what a zip holds and what is wrong with it; writes nothing"),
	);
	change("pack", "<folder>", "make the zip of an extension from its folder, and inspect it").option(
		"--output <file>",
		"what to call it (default: <id>-<version>.zip, in the current folder)",
		once("--output"),
	);
	withRoot(
		withAccept(change("import", "<archive>", "keep the zip and unpack it into extensions/")),
	);
	look("list", "", "the extensions that are here, and the folders that are broken");
	withPlan(withAccept(change("activate", "<id>", "make an extension active, with its tables")));
	withPlan(change("deactivate", "<id>", "deactivate it; its tables and everything else are kept"));
	withPlan(
		withDownloads(
			withServerFolder(
				withReload(
					withAccept(change("remove", "<id>", "remove an extension from every place where it is")),
				),
			),
		),
	)
		.option("--drop-tables", "its tables too, with all their rows; otherwise they stay")
		.option(
			"--export <file>",
			"write its tables to this file first: SQL, by gzip",
			once("--export"),
		);
	withRoot(
		withReload(
			withAccept(
				withServer(look("plan", "<id|archive>", "show what install would do; touches nothing")),
			),
		),
	);
	withRoot(
		withServerPlan(change("install", "<id|archive>", "install the server part on a server")),
	);
	withRoot(
		withServerPlan(change("uninstall", "<id|archive>", "uninstall the server part from a server")),
	);
	withServer(look("status", "[id]", "what is where, by content: in sync, drifted, missing"));
	withRoot(
		withServer(
			change(
				"try",
				"<id|archive> [script]",
				"have a server use it once, or run a script of it here, and show what comes out",
			),
		),
	);
	change(
		"server",
		"<list|forget> [address]",
		"the servers that are known; forgets one that is gone",
	);
	withBundle(withAccept(change("bundle", "<id>", "write the packages for the agents")));
	withDeploy(
		withDownloads(
			withAccept(
				change("deploy", "<id>", "give the agent part to machines, by their system's deployment"),
			),
		),
	).option("--uninstall", "uninstall it from these machines (Unix agents)");
	withRoot(
		withDeploy(
			withDownloads(
				withServerFolder(
					withReload(
						withAccept(
							change(
								"up",
								"<id|archive>",
								"install and deploy: database, server and agents, then wait for rows",
							),
						),
					),
				),
			),
		),
	)
		.option("--and-server <address>", "one more server, by the same plan (repeat it)", list)
		.option("--no-deploy", "give agents nothing now")
		.option("--bind <group>", "have this group of machines run it (repeat it)", list)
		.option("--wait <seconds>", "how long to wait for rows (0: not at all; default: 120)", seconds);
	look("deployments", "[id]", "how far the machines are with what was deployed to them");
	withMachines(change("retry", "<id>", "offer it again to machines that reported an error"));
	withDownloads(
		withMachines(
			change("withdraw", "<id>", "withdraw it from machines that have not installed it yet"),
		),
	).option("--purge", "the packages too: rows and files, once nobody has them");
	look("operations", "[id]", "what is being done or was done, and how it ended").option(
		"--follow",
		"keep showing its log until it ends",
	);
	look("cancel", "<id>", "end an operation before its next step; everything is rolled back");
	withAccept(withYes(add("undo", "<id>", "undo an operation that is done")));
	withSystem(
		change("database", "<link|check|unlink>", "a system's own database, as OCS Inventory has one"),
	);
	withSystem(
		change(
			"repository",
			"<link|check|unlink>",
			"the git repository that a system's machines get their part from",
		),
	);
	withMachines(
		add("pull", "", "have machines fetch what is in the repository for them, a few at a time"),
	).option("--system <id>", "whose, where several systems have some", once("--system"));
	withSystem(
		change("api", "<link|check|unlink>", "the HTTP API by which a system is told what runs where"),
	);
	return program;
}

/** For what is linked by a URL. */
function withSystem(command: Command): Command {
	return command
		.option("--url-stdin", "read its URL, for link, from standard input")
		.option("--system <id>", "whose, where several systems have one", once("--system"));
}

/** Flags may stand before the command's name too: it comes first, and all of them are its own. */
function commandFirst(program: Command, argv: readonly string[]): readonly string[] {
	const options = [program, ...program.commands].flatMap((command) => command.options);
	const takesNext = new Set(
		options.filter((option) => option.required).flatMap(({ short, long }) => [short, long]),
	);
	for (let at = 0; at < argv.length; at += 1) {
		const word = argv[at] ?? "";
		if (takesNext.has(word)) at += 1;
		else if (!word.startsWith("-")) return [word, ...argv.slice(0, at), ...argv.slice(at + 1)];
		else if (word === "--") return argv;
	}
	return argv;
}

const afterHelp = `
Secrets are never given on the command line: they come from an SSH agent, a key file,
--password-stdin, --url-stdin, or the environment (GRAFT_SSH_PASSWORD,
GRAFT_SSH_PASSPHRASE, GRAFT_SUDO_PASSWORD, OCS_DATABASE_URL; each system that
has a database, a repository or an API has a variable of its own: install-plugin
database check, repository check or api check names it).

Exit codes: 0 done, 1 our fault, 2 usage, 3 refused, 4 partly done,
5 unreachable, 6 host key, 7 drift, 8 cancelled.`;

/** All to the last @: an unescaped one in a password must not let the rest of it through. */
const urlPassword = /(:\/\/[^:@]*:)[\s\S]*@/g;
const seeHelp =
	"install-plugin --help lists the commands, install-plugin <command> --help its flags.";
const shown = new Set(["commander.helpDisplayed", "commander.help", "commander.version"]);

/** Parses and handles; help and version end it. Throws GraftError("usage") for anything it cannot read. */
export async function parse(
	program: Command,
	argv: readonly string[],
	write: (text: string) => void,
): Promise<void> {
	for (const command of [program, ...program.commands]) {
		command.exitOverride();
		command.configureOutput({ writeOut: write, writeErr: () => {} });
	}
	try {
		await program.parseAsync(commandFirst(program, argv), { from: "user" });
	} catch (error) {
		if (!(error instanceof CommanderError)) throw error;
		if (shown.has(error.code)) return;
		const message = error.message.replace(/^error: /, "");
		// Its cause would repeat a password that somebody put there all the same.
		throw new GraftError("usage", message.replace(urlPassword, "$1…@"), { hint: seeHelp });
	}
}
