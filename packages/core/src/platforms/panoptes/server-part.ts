import type { FileTree } from "../../domain/archive.ts";
import type { Extension } from "../../domain/extension.ts";
import type { RunCheck } from "../../domain/plan.ts";
import type { Facts, PlacedFile, ServerPart } from "../platform.ts";

/**
 * Reads every ini file below the folders as the scheduler does, then lets yapsy, the loader, find the plugins, where
 * this Python has it. Nothing is imported and no bytecode is written. Arguments: folders, "--", modules.
 */
const scanProgram = `
import configparser, os, sys
split = sys.argv.index("--")
folders, modules = sys.argv[1:split], sys.argv[split + 1:]
for module in modules:
    with open(module, "rb") as source:
        compile(source.read(), module, "exec")
for folder in folders:
    for place, _, names in os.walk(folder):
        for name in names:
            if not name.endswith(".panoptes-plugin"):
                continue
            path = os.path.join(place, name)
            try:
                ini = configparser.ConfigParser()
                ini.read(path)
                ini.get("Core", "Name"), ini.get("Core", "Module")
                [ini.items(section) for section in ini.sections()]
                [int(part) for part in ini.get("Documentation", "Version", fallback="0").split(".")]
            except Exception as error:
                sys.exit("%s: %s" % (path, error))
try:
    from yapsy.PluginFileLocator import PluginFileAnalyzerWithInfoFile, PluginFileLocator
except ImportError:
    print("yapsy is not in this Python: the ini files were read without it")
else:
    analyzer = PluginFileAnalyzerWithInfoFile("panoptes", extensions="panoptes-plugin")
    locator = PluginFileLocator(analyzers=[analyzer])
    locator.setPluginPlaces(folders)
    locator.locatePlugins()
`;

export function serverPart(extension: Extension, tree: FileTree, facts: Facts): ServerPart {
	const files = new Map<string, PlacedFile>();
	for (const { from, to, sha256 } of extension.parts.server.files) {
		const [, name = "", rest = ""] = /^\{(\w+)\}\/(.+)$/.exec(to) ?? [];
		const within = facts.folders[name] ?? facts.home;
		const source = tree.files.get(from);
		if (!source) throw new Error(`the tree of ${extension.id} has no ${from}`);
		const target = `${within}/${rest}`;
		files.set(target, {
			target,
			bytes: source.bytes,
			sha256,
			mode: 0o644,
			staging: `${within.replace(/\/[^/]+$/, "")}/.graft`,
			within,
			why: from.endsWith(".panoptes-plugin")
				? "tells Panoptes of the plugin; it comes last, so that what it names is there"
				: "the plugin's module, or a file that it brings along",
		});
	}
	const placed = [...files.values()];
	const modules = placed.map((file) => file.target).filter((target) => target.endsWith(".py"));
	return {
		files: placed,
		checks: scan(facts, modules),
		checksAfterRemoval: scan(facts, []),
		reload: null,
		notes: [
			"Panoptes looks at its folders by itself, every plugin_scan_interval (60 s unless set otherwise): there is nothing to reload.",
			...(facts.values.python === ""
				? [
						"This server gives no shell: its own Python and loader cannot be asked whether the plugin loads.",
					]
				: []),
		],
	};
}

function scan(facts: Facts, modules: readonly string[]): RunCheck[] {
	const python = facts.values.python;
	if (!python) return [];
	const folders = [...new Set(Object.values(facts.folders))];
	return [
		{
			kind: "check",
			target: folders.join(", "),
			argv: [python, "-B", "-c", scanProgram, ...folders, "--", ...modules],
			failed: "Panoptes' loader cannot read its plugins any more, and would load none at all",
			why: "one bad ini file keeps Panoptes from loading any plugin; its own loader is asked",
		},
	];
}
