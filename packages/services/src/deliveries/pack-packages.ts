import type { Bundle } from "@graft/core/domain/bundle";
import { GraftError } from "@graft/core/domain/errors";
import type { Problem } from "@graft/core/domain/problem";
import type { DeliverySubject } from "@graft/core/platforms/delivery";
import { agentFiles, bundleChoice } from "../bundles/agent-files.ts";
import type { LoadedExtension } from "../catalogue/load-extension.ts";
import type { Context } from "../context/context.ts";
import type { AskedDeployment } from "./deployment-input.ts";

type Wish = Pick<AskedDeployment, "files" | "windowsPath" | "purpose">;

/**
 * The extension with the packages that bring its agent part, or take it off. Throws GraftError where it has none, or for a
 * choice that it does not offer.
 */
export async function subjectOf(
	{ runTask }: Pick<Context, "runTask">,
	loaded: LoadedExtension,
	wish: Wish,
): Promise<DeliverySubject> {
	const { extension, content } = loaded;
	const files = await agentFiles(loaded);
	const choice = bundleChoice(wish);
	const packages = await runTask("packPackages", extension, files, choice, wish.purpose);
	if (packages.length === 0) throw nothingToDeploy(extension.id, wish.purpose);
	return { extension, content, packages };
}

function nothingToDeploy(id: string, purpose: Bundle["purpose"]): GraftError {
	return purpose === "install"
		? new GraftError("refused", `${id} has no agent part that could be deployed.`, {
				hint: "Only an extension with files for agents has one, and only where its system deploys files itself.",
			})
		: new GraftError("refused", `${id} has no package that uninstalls its agent part.`, {
				hint: "Only modules of Unix agents can be uninstalled this way. Delete scripts of Windows agents yourself.",
			});
}

/** To take it off, nobody has to take what it does as it is. */
export function agentProblems(
	{ problems }: LoadedExtension,
	{ purpose }: Pick<AskedDeployment, "purpose">,
): readonly Problem[] {
	return purpose === "install" ? problems.filter(({ part }) => part === "agent") : [];
}
