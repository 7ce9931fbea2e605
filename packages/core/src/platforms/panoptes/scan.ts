import type { RunCheck } from "../../domain/plan.ts";
import type { Facts } from "../../drivers/files/wanted.ts";

/**
 * Reads every ini file below the folders as the scheduler does, then lets yapsy, the loader, find the plugins, where
 * this Python has it, and looks for ours in its list: it passes over a plugin without a word. Nothing is imported, and no
 * bytecode is written. Arguments: folders, "--", modules to be compiled, "--", ini files that must be in the list.
 */
const scanProgram = `
import configparser, os, sys
first = sys.argv.index("--")
second = sys.argv.index("--", first + 1)
folders, modules, wanted = sys.argv[1:first], sys.argv[first + 1:second], sys.argv[second + 1:]
named = {}
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
                ini.get("Core", "Name")
                named[os.path.realpath(path)] = os.path.join(place, ini.get("Core", "Module"))
                [ini.items(section) for section in ini.sections()]
                [int(part) for part in ini.get("Documentation", "Version", fallback="0").split(".")]
            except Exception as error:
                sys.exit("%s: %s" % (path, error))
def is_there(module):
    if os.path.isdir(module):
        return os.path.isfile(os.path.join(module, "__init__.py"))
    return os.path.isfile(module + ".py") or module.endswith(".py") and os.path.isfile(module)
try:
    from yapsy.PluginFileLocator import PluginFileAnalyzerWithInfoFile, PluginFileLocator
except ImportError:
    print("yapsy is not in this Python: the ini files were read without it")
    listed = named
else:
    analyzer = PluginFileAnalyzerWithInfoFile("panoptes", extensions="panoptes-plugin")
    locator = PluginFileLocator(analyzers=[analyzer])
    locator.setPluginPlaces(folders)
    listed = {os.path.realpath(ini): path for ini, path, info in locator.locatePlugins()[0]}
for ini in map(os.path.realpath, wanted):
    if ini not in named:
        sys.exit("%s: it is not among the ini files below the folders that Panoptes scans" % ini)
    if ini not in listed or not is_there(named[ini]):
        sys.exit("%s: the loader does not list it: its module %s is not there" % (ini, named[ini]))
`;

/** `inis`: those of our plugins. Empty where nobody can be asked. */
export function scan(
	facts: Facts,
	modules: readonly string[],
	inis: readonly string[],
): readonly RunCheck[] {
	const python = facts.values.python;
	if (!python) return [];
	const folders = [...new Set(Object.values(facts.folders))];
	return [
		{
			kind: "check",
			target: folders.join(", "),
			argv: [python, "-B", "-c", scanProgram, ...folders, "--", ...modules, "--", ...inis],
			failed: "Panoptes' loader would not load the plugins that are here now",
			why: "one bad ini file keeps Panoptes from loading any plugin, and it passes over others silently; its own loader is asked for its list",
		},
	];
}
