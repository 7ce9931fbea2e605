import type { Files } from "./tree.ts";

export interface LoongcollectorSample {
	/** The last element of the module's path. */
	name?: string;
	version?: string;
	/** Types of processors that it registers. */
	types?: readonly string[];
	/** In the body of its package, beside what registers. */
	code?: string;
}

/** A module of processors that compiles with the collector's API alone. */
export function loongcollectorFiles({
	name = "mark",
	version = "1.2.0",
	types = [`processor_${name}`],
	code = "",
}: LoongcollectorSample = {}): Files {
	const module = `example.org/you/${name}`;
	return {
		"go.mod": `module ${module}\n\ngo 1.19\n\nrequire github.com/alibaba/ilogtail/pkg v0.0.0\n`,
		"all.go": `package all\n\nimport _ "${module}/${name}"\n`,
		[`${name}/${name}.go`]: `// Package ${name} is of version ${version}.
package ${name}

import "github.com/alibaba/ilogtail/pkg/pipeline"

type processor struct{}

func (processor) Init(pipeline.Context) error { return nil }
func (processor) Description() string { return "${name} ${version}" }

${code}

func init() {
${types.map((type) => `\tpipeline.AddProcessorCreator("${type}", func() pipeline.Processor { return processor{} })\n`).join("")}}
`,
		"external_plugins.yml": `plugins:
  common:
    - gomod: ${module} v${version}
      import: ${module}
`,
		"README.md": `# ${name}\n`,
	};
}

const api = `// Package pipeline is as much of the collector's API as registering a processor takes.
package pipeline

type Context interface{}

type Processor interface {
	Init(Context) error
	Description() string
}

type ProcessorCreator func() Processor

var Processors = map[string]ProcessorCreator{}

func AddProcessorCreator(name string, creator ProcessorCreator) { Processors[name] = creator }
`;

const log = `// Package protocol is as much of a log as a processor of fields takes.
package protocol

type Log struct{ Contents []*Log_Content }

type Log_Content struct{ Key, Value string }
`;

/**
 * A double of the collector's source, as docs/platforms/loongcollector.md tells of it: a main module with its API replaced by a
 * folder, one plugin of its own, and the script that Graft runs. It is built already, as far as that is called so here.
 */
export function loongcollectorTree(
	folder: string,
	builder = listingBuilder,
	more: Files = {},
): Files {
	const files: Files = {
		"go.mod": `module github.com/alibaba/ilogtail

go 1.19

require github.com/alibaba/ilogtail/pkg v0.0.0

replace github.com/alibaba/ilogtail/pkg => ./pkg
`,
		"pkg/go.mod": "module github.com/alibaba/ilogtail/pkg\n\ngo 1.19\n",
		"pkg/pipeline/plugin.go": api,
		"pkg/protocol/log.go": log,
		"plugins/all/init.go": "package all\n",
		"plugins/processor/upper/upper.go": `package upper

import "github.com/alibaba/ilogtail/pkg/pipeline"

type processor struct{}

func (processor) Init(pipeline.Context) error { return nil }
func (processor) Description() string { return "upper" }

func init() {
	pipeline.Processors["processor_upper"] = func() pipeline.Processor { return processor{} }
}
`,
		"plugins.yml": `plugins:
  common:
    - import: "github.com/alibaba/ilogtail/plugins/processor/upper"
`,
		"scripts/plugin_build.sh": builder,
		"output/libGoPluginBase.so": "built before\n",
		...more,
	};
	return Object.fromEntries(
		Object.entries(files).map(([path, text]) => [`${folder}/${path}`, text]),
	);
}

/** No compiler: its library is what it would compile, but for lines with LEFT_OUT. For suites that are about files. */
const listingBuilder = `#!/bin/sh
set -eu
[ "$1 $2 $3 $5 $6" = "mod c-shared output plugins.yml,external_plugins.yml go.mod" ]
root=$(pwd)
{
	echo "package all"
	sed -n 's/^ *-* *import: *"\\(.*\\)"/import _ "\\1"/p' plugins.yml external_plugins.yml 2>/dev/null || true
} >plugins/all/all.go
sed -n 's/^ *path: *"\\(.*\\)"/\\1/p' external_plugins.yml 2>/dev/null >output/paths || true
echo "// generated" >>go.mod
{
	cat plugins/all/all.go
	while read -r path; do find "$path" -name "*.go" -exec grep -v LEFT_OUT {} +; done <output/paths
} >output/libGoPluginBase.so.new
[ -s output/paths ] || echo "built before" >output/libGoPluginBase.so.new
mv output/libGoPluginBase.so.new output/libGoPluginBase.so
rm output/paths
`;
