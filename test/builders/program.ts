import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { projectFolder } from "@graft/database/project-folder";
import { type BuildOptions, build } from "esbuild";

/**
 * A program for a Node process of its own, where a test must measure or forbid what that process does.
 * It can import from the workspaces; gives its path in `folder`.
 */
export async function makeProgram(folder: string, source: string): Promise<string> {
	const outfile = join(folder, "program.cjs");
	const resolveDir = dirname(fileURLToPath(import.meta.url));
	await build({
		stdin: { contents: source, resolveDir, loader: "ts" },
		outfile,
		bundle: true,
		platform: "node",
		format: "cjs",
	});
	return outfile;
}

/** The same with the services in it. What is installed stays outside of it, so `outfile` must lie below the project. */
export async function makeServicesProgram(
	outfile: string,
	source: Pick<BuildOptions, "stdin" | "entryPoints">,
): Promise<void> {
	await build({
		...source,
		outfile,
		bundle: true,
		format: "esm",
		platform: "node",
		packages: "external",
		plugins: [
			{
				name: "workspaces",
				setup({ onResolve }) {
					onResolve({ filter: /^@graft\// }, ({ path }) => {
						const [, workspace = "", ...rest] = path.split("/");
						return {
							path: join(projectFolder(), "packages", workspace, "src", `${rest.join("/")}.ts`),
						};
					});
				},
			},
		],
	});
}
