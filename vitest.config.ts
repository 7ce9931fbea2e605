import { defineConfig } from "vitest/config";
import { patient } from "./test/patience.ts";

/** It measures how long others wait: beside another file that would be that file's time. */
const alone = ["test/browser/availability.test.ts"];

/** Two files at a time: each waits for a good part of its time, for servers, agents and disks. */
export default defineConfig({
	test: {
		testTimeout: patient(180_000),
		hookTimeout: patient(300_000),
		projects: [
			{
				extends: true,
				test: {
					name: "beside each other",
					include: [
						"packages/**/*.test.ts",
						"apps/**/*.test.ts",
						"test/**/*.test.ts",
						"tools/**/*.test.ts",
					],
					exclude: ["**/node_modules/**", ...alone],
					maxWorkers: 2,
					sequence: { groupOrder: 0 },
				},
			},
			{
				extends: true,
				test: { name: "alone", include: alone, maxWorkers: 1, sequence: { groupOrder: 1 } },
			},
		],
	},
});
