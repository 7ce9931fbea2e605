import { defineConfig } from "vitest/config";
import { patient } from "./test/patience.ts";

export default defineConfig({
	test: {
		include: [
			"packages/**/*.test.ts",
			"apps/**/*.test.ts",
			"test/**/*.test.ts",
			"tools/**/*.test.ts",
		],
		testTimeout: patient(180_000),
		hookTimeout: patient(300_000),
	},
});
