import { mitLicence } from "../mit-licence.ts";
import type { Starter, StarterAnswers } from "../starter.ts";

/** A polling plugin: its ini file, its module, and a test that needs no device. */
export const starter: Starter = {
	name: {
		pattern: /^[a-z][a-z0-9_]{1,31}$/,
		said: "use lower-case letters, digits and _, a letter first, 2 to 32 in all",
	},
	collects: {
		noun: "metrics",
		pattern: /^[a-z][a-z0-9_]{0,63}$/,
		said: "use lower-case letters, digits and _, a letter first, at most 64",
		proposal: ["up"],
	},
	files: (answers) =>
		new Map(
			Object.entries({
				[`${answers.name}.panoptes-plugin`]: ini(answers),
				[`${answers.name}.py`]: plugin(answers),
				[`tests/test_${answers.name}.py`]: test(answers),
				"README.md": readme(answers),
				LICENSE: mitLicence,
			}),
		),
};

function ini({ name, collects }: StarterAnswers): string {
	return `[Core]
Name = ${name}
Module = ${name}

[Documentation]
Author = Your name
Version = 1.0
Website = https://example.org
Description = Polls each device for ${collects.join(", ")}
Copyright = MIT

[main]
execute_frequency = 60
resource_filter = resource_class = "network"
`;
}

function plugin({ name, collects }: StarterAnswers): string {
	return `from yahoo_panoptes.framework.metrics import PanoptesMetric, PanoptesMetricsGroup, \\
    PanoptesMetricsGroupSet, PanoptesMetricType
from yahoo_panoptes.polling.polling_plugin import PanoptesPollingPlugin


def collect(host):
    """Asks one device, and gives a number for each metric."""
    return {
${collects.map((metric) => `        '${metric}': 1,\n`).join("")}\
    }


class ${classOf(name)}(PanoptesPollingPlugin):
    def run(self, context):
        device = context.data
        interval = int(context.config['main']['execute_frequency'])
        group = PanoptesMetricsGroup(device, '${name}', interval)
        for metric, value in collect(device.resource_endpoint).items():
            group.add_metric(PanoptesMetric(metric, value, PanoptesMetricType.GAUGE))
        groups = PanoptesMetricsGroupSet()
        groups.add(group)
        return groups
`;
}

function test({ name, collects }: StarterAnswers): string {
	return `"""Runs where Panoptes is installed: python -m unittest discover tests"""
import os
import sys
import unittest

from yahoo_panoptes.framework.resources import PanoptesResource

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
from ${name} import ${classOf(name)}


class Context(object):
    config = {'main': {'execute_frequency': '60'}}
    data = PanoptesResource(
        resource_site='test', resource_class='network', resource_subclass='test',
        resource_type='test', resource_id='test', resource_endpoint='localhost',
        resource_plugin='test')


class Test${classOf(name)}(unittest.TestCase):
    def test_gives_a_number_for_each_metric(self):
        groups = ${classOf(name)}().run(Context())
        metrics = {metric.metric_name for group in groups for metric in group.metrics}
        self.assertEqual(metrics, {${collects.map((metric) => `'${metric}'`).join(", ")}})


if __name__ == '__main__':
    unittest.main()
`;
}

function readme({ name, collects }: StarterAnswers): string {
	return `# ${name}

A polling plugin for Panoptes. It asks each device for ${collects.join(", ")}.

## Change it

| to | edit |
|---|---|
| ask devices | \`collect\` in \`${name}.py\`, then \`python -m unittest discover tests\` where Panoptes is installed |
| say how often, and which devices | \`[main]\` in \`${name}.panoptes-plugin\` |
| say who wrote it, and which version it is | \`[Documentation]\` there, \`LICENSE\` |

## Install it

    install-plugin pack .
    install-plugin install ${name}-1.0.zip --server local
`;
}

function classOf(name: string): string {
	const words = name.split("_").map((word) => word.charAt(0).toUpperCase() + word.slice(1));
	return `PluginPolling${words.join("")}`;
}
