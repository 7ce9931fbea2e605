import { isModuleFile } from "../parse/agent-files.ts";
import { info, listed, type Rule, warning } from "./rule.ts";

const MODULES = /^Ocsinventory::Agent::Modules::\w+$/;

export const alternatives: Rule = ({ contents: { agents } }) =>
	agents.alternatives.map((files) =>
		info("agent-alternatives", {
			path: files[0]?.from ?? "",
			message: `${listed(files.map((file) => file.as))} are one script by their names: ${files[0]?.as} is chosen.`,
			hint: "Windows agents run every script they have, and every row would arrive twice. Choose another one for the bundle if you need it.",
		}),
	);

/** Whether they collect the same, nobody can tell but their author: all of them are kept. */
export const severalScripts: Rule = ({ contents: { agents } }) => {
	const chosen = agents.windows.filter((file) => file.chosen);
	const twice = agents.reportedTwice;
	const several = twice.length === 0 ? "" : ` Several of them report ${listed(twice)}.`;
	return chosen.length < 2
		? []
		: [
				info("agent-several-scripts", {
					path: chosen[0]?.from ?? "",
					message: `Windows agents will run ${listed(chosen.map((file) => file.as))}.${several}`,
					hint: "Each may collect a part. If they collect the same, every row would arrive twice: choose one of them for the bundle then.",
				}),
			];
};

export const moduleNames: Rule = ({ contents: { agents } }) =>
	agents.unix
		.filter((file) => file.from.slice(file.from.lastIndexOf("/") + 1) !== file.as)
		.map((file) =>
			info("agent-renamed", {
				path: file.from,
				message: `It is installed as ${file.as}, after its package ${file.module}.`,
				hint: "Under its own name Perl would not find it.",
			}),
		);

export const modulePackages: Rule = ({ contents: { agents } }) =>
	agents.unix
		.filter((file) => file.module === null || !MODULES.test(file.module))
		.map((file) =>
			warning("agent", "agent-package", {
				path: file.from,
				message: `Its package is ${file.module?.slice(0, 80) ?? "not named"}, not Ocsinventory::Agent::Modules::<Name>.${isModuleFile(file.as) ? "" : ` No agent can load ${JSON.stringify(file.as)}: it is left out.`}`,
				hint: "A module that does not load takes all others with it, deployment too. Ask the author to fix it.",
			}),
		);

export const moduleEnds: Rule = ({ contents: { agents } }) =>
	agents.unix
		.filter((file) => !file.endsTrue)
		.map((file) =>
			warning("agent", "agent-ends-false", {
				path: file.from,
				message: "It does not end with `1;`, so that Perl may refuse to load it.",
				hint: "A module that does not load takes all others with it, deployment too.",
			}),
		);

export const sameName: Rule = ({ contents: { agents } }) =>
	agents.unix
		.filter((file) => !file.chosen && isModuleFile(file.as))
		.map((file) =>
			warning("agent", "agent-same-name", {
				path: file.from,
				message: `Several modules would have the name ${file.as}; this one is left out.`,
				hint: "An agent has one folder for all of them. Choose one for the bundle.",
			}),
		);

export const fileNames: Rule = ({ contents: { agents } }) =>
	[...agents.windows, ...agents.unix]
		.filter((file) => !/^\w[\w.-]*$/.test(file.as))
		.map((file) =>
			warning("agent", "agent-file-name", {
				path: file.from,
				message: `${JSON.stringify(file.as)} is an unusual name for a script.`,
				hint: "Letters, digits, dots, dashes and underscores are safe on every agent.",
			}),
		);

export const otherFiles: Rule = ({ contents: { agents } }) =>
	agents.others.length === 0
		? []
		: [
				info("agent-file-left", {
					path: agents.others[0] ?? "",
					message: `Not for agents, as far as can be told: ${listed(agents.others)}.`,
					hint: "Agents take .ps1 and .vbs on Windows, .pm on Unix. Its read-me should say what the others are for.",
				}),
			];
