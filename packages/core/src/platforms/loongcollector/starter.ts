import { mitLicence } from "../mit-licence.ts";
import type { Starter, StarterAnswers } from "../starter.ts";

/** A processor that adds fields to each log, with a test that needs no collector to run. */
export const starter: Starter = {
	name: {
		// At the end of a module's path, a v with a number is its major version.
		pattern: /^(?:[a-uw-z][a-z0-9]{1,31}|v[a-z][a-z0-9]{0,30}|v\d{1,9}[a-z][a-z0-9]{0,21})$/,
		said: "use lower-case letters and digits, a letter first, 2 to 32 in all, and not a v with a number alone",
	},
	collects: {
		noun: "fields",
		pattern: /^[a-z][a-z0-9_]{0,63}$/,
		said: "use lower-case letters, digits and _, a letter first, at most 64",
		proposal: ["site"],
	},
	files: (answers) =>
		new Map(
			Object.entries({
				"go.mod": goMod(answers),
				[`${answers.name}.go`]: plugin(answers),
				[`${answers.name}_test.go`]: test(answers),
				VERSION: "1.0\n",
				"README.md": readme(answers),
				LICENSE: mitLicence,
			}),
		),
};

function goMod({ name }: StarterAnswers): string {
	return `module example.org/plugins/${name}

go 1.19

require github.com/alibaba/ilogtail/pkg v0.0.0
`;
}

/** Some names are words of Go itself. */
function packageOf({ name }: StarterAnswers): string {
	return `${name}plugin`;
}

function plugin(answers: StarterAnswers): string {
	const fields = answers.collects.map((field) => `\t"${field}": "unknown",\n`).join("");
	return `// Package ${packageOf(answers)} is a processor for LoongCollector: it adds fields to each log.
package ${packageOf(answers)}

import (
	"sort"

	"github.com/alibaba/ilogtail/pkg/pipeline"
	"github.com/alibaba/ilogtail/pkg/protocol"
)

// What a field holds where the pipeline's configuration does not say so.
var defaults = map[string]string{
${fields}}

// Processor is what a pipeline's configuration is read into.
type Processor struct {
	Fields map[string]string
}

func (p *Processor) Init(pipeline.Context) error {
	return nil
}

func (p *Processor) Description() string {
	return "adds fields to each log"
}

func (p *Processor) ProcessLogs(logs []*protocol.Log) []*protocol.Log {
	for _, log := range logs {
		for _, name := range names(p.Fields) {
			log.Contents = append(log.Contents, &protocol.Log_Content{Key: name, Value: p.Fields[name]})
		}
	}
	return logs
}

func names(fields map[string]string) []string {
	found := make([]string, 0, len(fields))
	for name := range fields {
		found = append(found, name)
	}
	sort.Strings(found)
	return found
}

func newProcessor() *Processor {
	fields := map[string]string{}
	for name, value := range defaults {
		fields[name] = value
	}
	return &Processor{Fields: fields}
}

func init() {
	pipeline.AddProcessorCreator("processor_${answers.name}", func() pipeline.Processor {
		return newProcessor()
	})
}
`;
}

function test(answers: StarterAnswers): string {
	return `package ${packageOf(answers)}

import (
	"testing"

	"github.com/alibaba/ilogtail/pkg/protocol"
)

func TestAddsEachField(t *testing.T) {
	logs := newProcessor().ProcessLogs([]*protocol.Log{{}})
	if got := len(logs[0].Contents); got != len(defaults) {
		t.Fatalf("%d fields were added, and not %d", got, len(defaults))
	}
}
`;
}

function readme(answers: StarterAnswers): string {
	const { name, collects } = answers;
	return `# ${name}

A processor for LoongCollector. It adds ${collects.join(", ")} to each log.

## Change it

| to | edit |
|---|---|
| do something else with a log | \`ProcessLogs\` in \`${name}.go\` |
| give it the name of your own repository | \`module\` in \`go.mod\` |
| say which version it is | \`VERSION\` |

Run its test beside the collector's source:

    go mod edit -replace github.com/alibaba/ilogtail/pkg=/path/to/loongcollector/pkg
    go mod tidy && go test ./...
    go mod edit -dropreplace github.com/alibaba/ilogtail/pkg

## Install it

    install-plugin pack .
    install-plugin install ${name}-1.0.zip --server local --server-dir /path/to/loongcollector

A pipeline names it \`processor_${name}\`.
`;
}
