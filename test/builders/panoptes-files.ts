import type { Files } from "./tree.ts";

export interface PanoptesSample {
	name?: string;
	version?: string;
	/** Replaces the ini file's text. */
	ini?: string;
}

/** A complete and correct polling plugin; spread it and replace what a test is about. */
export function panoptesFiles({
	name = "heartbeat",
	version = "1.2",
	ini,
}: PanoptesSample = {}): Files {
	return {
		[`${name}.panoptes-plugin`]:
			ini ??
			`[Core]
Name = ${name}
Module = ${name}

[Documentation]
Author = A. Author
Version = ${version}
Website = https://example.org
Description = Asks each device whether it lives

[main]
execute_frequency = 60
resource_filter = resource_class = "network"
`,
		[`${name}.py`]: `from yahoo_panoptes.polling.polling_plugin import PanoptesPollingPlugin


class PluginPolling${name}(PanoptesPollingPlugin):
    def run(self, context):
        return None
`,
		"README.md": `# ${name}\n`,
	};
}
