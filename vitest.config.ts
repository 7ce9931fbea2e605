import { defineConfig } from "vitest/config";

export default defineConfig({
	test: {
		include: [
			"packages/**/*.test.ts",
			"apps/**/*.test.ts",
			"test/**/*.test.ts",
			"tools/**/*.test.ts",
		],
		testTimeout: 60_000,
		hookTimeout: 120_000,
	},
});
