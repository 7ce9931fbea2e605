import type { Bundle } from "@graft/core/domain/bundle";
import { GraftError } from "@graft/core/domain/errors";
import { agentFiles, bundleChoice } from "../bundles/agent-files.ts";
import type { Context } from "../context.ts";
import type { LoadedExtension } from "../extensions/load-extension.ts";
import type { PackedPackage } from "../tasks/bundles.ts";
import type { AskedDeployment } from "./deployment-input.ts";

/**
 * The packages that bring an extension's agent part, or take it off. Throws GraftError where it has none, or for a choice that
 * it does not offer.
 */
export async function packPackages(
	{ runTask }: Pick<Context, "runTask">,
	loaded: LoadedExtension,
	asked: Pick<AskedDeployment, "files" | "windowsPath" | "purpose">,
): Promise<readonly PackedPackage[]> {
	const { extension } = loaded;
	const files = await agentFiles(loaded);
	const choice = bundleChoice(asked);
	const packages = await runTask("packPackages", extension, files, choice, asked.purpose);
	if (packages.length === 0) throw nothingToDeploy(extension.id, asked.purpose);
	return packages;
}

function nothingToDeploy(id: string, purpose: Bundle["purpose"]): GraftError {
	return purpose === "install"
		? new GraftError("refused", `${id} has no agent part that could be deployed.`, {
				hint: "Only extensions of OCS Inventory with files for agents have one.",
			})
		: new GraftError("refused", `${id} has no package that takes its agent part off.`, {
				hint: "Only modules of Unix agents can be taken off so; delete scripts of Windows agents by your own means.",
			});
}
