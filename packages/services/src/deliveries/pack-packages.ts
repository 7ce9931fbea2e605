import { deploymentId, packDeployment } from "@graft/core/bundles/pack-deployment";
import type { Bundle } from "@graft/core/domain/bundle";
import { GraftError } from "@graft/core/domain/errors";
import { sha256 } from "@graft/core/domain/hash";
import type { Problem } from "@graft/core/domain/problem";
import type { DeliverySubject, PackedPackage } from "@graft/core/platforms/delivery";
import { findPlatform } from "@graft/core/platforms/places";
import type { LoadedExtension } from "../extensions/load-extension.ts";
import type { AskedDeployment } from "./deployment-input.ts";

type Wish = Pick<AskedDeployment, "files" | "windowsPath" | "purpose">;

/**
 * The extension with the packages that bring its agent part, or take it off. Throws GraftError where it has none, or for a
 * choice that it does not offer.
 */
export async function subjectOf(loaded: LoadedExtension, wish: Wish): Promise<DeliverySubject> {
	const { extension, content } = loaded;
	return { extension, content, packages: await packPackages(loaded, wish) };
}

async function packPackages(
	{ extension, tree }: LoadedExtension,
	{ files, windowsPath, purpose }: Wish,
): Promise<readonly PackedPackage[]> {
	const bundles = findPlatform(extension.platform)?.bundles?.(extension, tree, {
		...(files === undefined ? {} : { files }),
		...(windowsPath === undefined ? {} : { windowsPath }),
	});
	const deployable = (bundles ?? []).filter(
		(bundle) => bundle.purpose === purpose && bundle.deploymentInfo !== undefined,
	);
	if (deployable.length === 0) throw nothingToDeploy(extension.id, purpose);
	return Promise.all(deployable.map(packPackage));
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

async function packPackage(bundle: Bundle): Promise<PackedPackage> {
	const { id, files, md5 } = await packDeployment(bundle, await deploymentId(bundle));
	const hashed = files.map((file) => ({ ...file, sha256: sha256(file.bytes) }));
	const [info, ...fragments] = hashed;
	if (info === undefined) throw new Error(`package ${id} has no info`);
	const bytes = fragments.reduce((sum, fragment) => sum + fragment.bytes.length, 0);
	return {
		...{ id, agents: bundle.agents, purpose: bundle.purpose },
		...{ fragments: fragments.length, bytes, md5 },
		files: [...fragments, info],
	};
}

/** To take it off, nobody has to take what it does as it is. */
export function agentProblems(
	{ problems }: LoadedExtension,
	{ purpose }: Pick<AskedDeployment, "purpose">,
): readonly Problem[] {
	return purpose === "install" ? problems.filter(({ part }) => part === "agent") : [];
}
