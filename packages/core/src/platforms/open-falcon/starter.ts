import { mitLicence } from "../mit-licence.ts";
import type { Starter, StarterAnswers } from "../starter.ts";
import { manifestName } from "./manifest.ts";

const seconds = 60;

/** One script, what is said of it, and a test that needs no agent. */
export const starter: Starter = {
	name: {
		pattern: /^[a-z][a-z0-9_]{1,31}$/,
		said: "use lower-case letters, digits and _, a letter first, 2 to 32 in all",
	},
	collects: {
		noun: "metrics",
		pattern: /^[a-z][a-z0-9_.]{0,63}$/,
		said: "use lower-case letters, digits, _ and ., a letter first, at most 64",
		proposal: ["up"],
	},
	files: (answers) =>
		new Map(
			Object.entries({
				[scriptOf(answers)]: script(answers),
				[manifestName]: manifest(answers),
				[`tests/test_${answers.name}.py`]: test(answers),
				"README.md": readme(answers),
				LICENSE: mitLicence,
			}),
		),
};

function scriptOf({ name }: StarterAnswers): string {
	return `${seconds}_${name}.py`;
}

function manifest({ name, collects }: StarterAnswers): string {
	const said = {
		...{ name, version: "1.0", description: `Measures ${collects.join(", ")}` },
		...{ authors: ["Your name"], licence: "MIT", bindings: ["."] },
	};
	return `${JSON.stringify(said, null, 2)}\n`;
}

function script({ name, collects }: StarterAnswers): string {
	return `#!/usr/bin/env python3
import json
import socket
import time

STEP = ${seconds}  # as in the name of this file


def collect():
    """Measures once, and gives a number for each metric."""
    return {
${collects.map((metric) => `        '${metric}': 1,\n`).join("")}\
    }


def items(endpoint, now):
    return [
        {
            'endpoint': endpoint,
            'metric': '${name}.' + metric,
            'timestamp': now,
            'step': STEP,
            'value': value,
            'counterType': 'GAUGE',
            'tags': '',
        }
        for metric, value in collect().items()
    ]


if __name__ == '__main__':
    print(json.dumps(items(socket.gethostname(), int(time.time()))))
`;
}

function test(answers: StarterAnswers): string {
	const { name, collects } = answers;
	return `"""Runs anywhere: python3 -m unittest discover tests"""
import json
import os
import subprocess
import sys
import unittest

SCRIPT = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), '${scriptOf(answers)}')


class TestPlugin(unittest.TestCase):
    def test_prints_one_list_with_a_number_for_each_metric(self):
        items = json.loads(subprocess.check_output([sys.executable, SCRIPT]))
        self.assertEqual({item['metric'] for item in items}, {${collects.map((metric) => `'${name}.${metric}'`).join(", ")}})
        for item in items:
            self.assertEqual(item['step'], ${seconds})
            float(item['value'])


if __name__ == '__main__':
    unittest.main()
`;
}

function readme(answers: StarterAnswers): string {
	const { name, collects } = answers;
	return `# ${name}

A plugin for the agents of Open-Falcon. Every ${seconds} s it measures ${collects.join(", ")}.

## Change it

| to | edit |
|---|---|
| measure | \`collect\` in \`${scriptOf(answers)}\`, then \`python3 -m unittest discover tests\` |
| measure more or less often | the number that its name begins with, and \`STEP\` in it |
| say who wrote it, which version it is, and what host groups are bound to | \`${manifestName}\`, \`LICENSE\` |

## Pack it

    install-plugin pack .
`;
}
