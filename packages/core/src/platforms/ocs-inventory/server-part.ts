import type { FileTree } from "../../domain/archive.ts";
import type { Extension, ServerFile } from "../../domain/extension.ts";
import type { RunCheck, ServiceStep } from "../../domain/plan.ts";
import type { Facts, PlacedFile, ServerPart } from "../../drivers/files/wanted.ts";
import { sectionsOf } from "./own.ts";
import { apacheReads, type Checked, confsLoad, modulesLoad } from "./server-checks.ts";

/** Map.pm, then the conf that makes Apache load it; what happens there is told in docs/platforms/ocs-inventory-server.md. */
export function serverPart(extension: Extension, tree: FileTree, facts: Facts): ServerPart {
	const files = extension.parts.server.files
		.map((file) => place(file, tree, facts))
		// What is referred to comes before what refers to it.
		.sort((one, other) => Number(isConf(one)) - Number(isConf(other)));
	const reload = facts.values.reload ? (JSON.parse(facts.values.reload) as ServiceStep) : null;
	const checked = checkedOf(extension, facts, reload !== null);
	const apache = apacheChecks(facts);
	const counts = checked !== null && (checked.modules.length > 0 || checked.reload);
	return {
		files,
		checks:
			files.length > 0
				? [...(checked ? [...modulesLoad(checked), confsLoad(checked)] : []), ...apache]
				: [],
		// Where only a receipt knows the extension its modules have no names any more, and the reload is what counts.
		checksAfterRemoval: [...(counts ? [confsLoad(checked)] : []), ...apache],
		reload,
		notes: reload
			? []
			: [
					"Apache loads and lets go of plugins only at its next graceful reload, which is not part of this.",
				],
	};
}

const places = /^\{(perlDir|confDir)\}\/(.+)$/;

function place({ from, to, sha256 }: ServerFile, tree: FileTree, facts: Facts): PlacedFile {
	const [, name, rest] = places.exec(to) ?? [];
	const source = tree.files.get(from);
	if (
		!name ||
		!rest ||
		rest.split("/").some((segment) => segment === "" || segment.startsWith("."))
	)
		throw new Error(`${to} is no target on a communication server`);
	if (!source) throw new Error(`the tree has no ${from}`);
	const conf = name === "confDir";
	return {
		target: `${facts.folders[name]}/${rest}`,
		bytes: source.bytes,
		sha256,
		mode: 0o644,
		staging: (conf ? facts.workFolder : facts.values.perlStaging) ?? "",
		within: (conf ? facts.values.confWithin : facts.values.perlWithin) ?? "",
		why: conf
			? "makes Apache load the module; it comes last, because Apache stops at a conf whose module is not there"
			: "tells the server which fields of an inventory go to which table",
	};
}

function isConf(file: PlacedFile): boolean {
	return file.target.endsWith(".conf");
}

/** Only before a reload: without one, what others left there is theirs to mend. */
function apacheChecks({ values, folders }: Facts): RunCheck[] {
	if (!values.apacheTest || !folders.confDir) return [];
	return [apacheReads(JSON.parse(values.apacheTest) as string[], folders.confDir)];
}

/** null where this server cannot be asked. */
function checkedOf(extension: Extension, facts: Facts, reload: boolean): Checked | null {
	const { perl } = facts.values;
	const { perlDir, confDir } = facts.folders;
	if (!perl || !perlDir || !confDir) return null;
	const { files } = extension.parts.server;
	const sections = sectionsOf(extension);
	const modules = files.flatMap(({ to }) => {
		const [, name, rest = ""] = places.exec(to) ?? [];
		return name === "perlDir" && rest.endsWith(".pm")
			? [rest.slice(0, -".pm".length).replaceAll("/", "::")]
			: [];
	});
	return { perl, perlDir, confDir, modules, sections, reload };
}
