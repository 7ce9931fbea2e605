// Biome formats and lints; ESLint adds only the rules that need types.
import tseslint from "typescript-eslint";

export default tseslint.config(
	{
		ignores: [
			"**/node_modules",
			"**/.next",
			"**/dist",
			"**/generated",
			"extensions",
			"var",
			"**/next-env.d.ts",
		],
	},
	{
		files: ["packages/**/*.ts", "apps/install-plugin/**/*.ts", "test/**/*.ts"],
		languageOptions: { parser: tseslint.parser, parserOptions: { project: "./tsconfig.json" } },
	},
	{
		files: ["apps/console/**/*.ts", "apps/console/**/*.tsx"],
		languageOptions: {
			parser: tseslint.parser,
			parserOptions: { project: "./apps/console/tsconfig.json" },
		},
	},
	{
		files: ["packages/**/*.ts", "apps/**/*.ts", "apps/**/*.tsx", "test/**/*.ts"],
		plugins: { "@typescript-eslint": tseslint.plugin },
		rules: {
			"@typescript-eslint/await-thenable": "error",
			"@typescript-eslint/no-floating-promises": "error",
			"@typescript-eslint/no-misused-promises": [
				"error",
				{ checksVoidReturn: { attributes: false } },
			],
			"@typescript-eslint/no-explicit-any": "error",
			"@typescript-eslint/switch-exhaustiveness-check": "error",
			"@typescript-eslint/ban-ts-comment": "error",
		},
	},
);
