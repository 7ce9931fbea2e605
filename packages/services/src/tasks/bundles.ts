import { createHash } from "node:crypto";
import { writeZip } from "@graft/core/archive/write-zip";
import { packBundle } from "@graft/core/bundles/pack-bundle";
import { deploymentId, packDeployment } from "@graft/core/bundles/pack-deployment";
import type { FileTree } from "@graft/core/domain/archive";
import type { Bundle, BundleChoice } from "@graft/core/domain/bundle";
import type { Extension } from "@graft/core/domain/extension";
import { sha256 } from "@graft/core/domain/hash";
import type { PackedPackage } from "@graft/core/platforms/delivery";
import { findPlatform } from "@graft/core/platforms/places";

export interface BuiltBundle {
	readonly fileName: string;
	readonly bytes: Uint8Array;
	/** Hex, of `bytes`. */
	readonly sha256: string;
	readonly agents: "windows" | "unix";
	readonly kind: "download" | "deployment";
}

/** Every bundle of a choice as a plain download; `deployment`: as a package for the platform's own deployment too. */
export async function packDownloads(
	extension: Extension,
	agentFiles: FileTree,
	choice: BundleChoice,
	deployment: boolean,
): Promise<readonly BuiltBundle[]> {
	const built: BuiltBundle[] = [];
	for (const bundle of bundlesOf(extension, agentFiles, choice)) {
		built.push({ ...(await packBundle(bundle)), agents: bundle.agents, kind: "download" });
		if (deployment && bundle.deploymentInfo) built.push(await zippedPackage(bundle));
	}
	return built;
}

/** The packages that bring an agent part, or take it off; [] where there are none. */
export async function packPackages(
	extension: Extension,
	agentFiles: FileTree,
	choice: BundleChoice,
	purpose: Bundle["purpose"],
): Promise<readonly PackedPackage[]> {
	const deployable = bundlesOf(extension, agentFiles, choice).filter(
		(bundle) => bundle.purpose === purpose && bundle.deploymentInfo !== undefined,
	);
	return Promise.all(deployable.map(packPackage));
}

function bundlesOf(extension: Extension, agentFiles: FileTree, choice: BundleChoice) {
	return findPlatform(extension.platform)?.bundles?.(extension, agentFiles, choice) ?? [];
}

/** The folder `<ID>/` that is to be unpacked into the deployment's download folder, as one zip. */
async function zippedPackage(bundle: Bundle): Promise<BuiltBundle> {
	const { files } = await packDeployment(bundle, await deploymentId(bundle));
	const bytes = writeZip(files.map((file) => ({ ...file, executable: false })));
	const sha256 = createHash("sha256").update(bytes).digest("hex");
	const fileName = `${bundle.fileName.replace(/\.(zip|tar\.gz)$/, "")}-deployment.zip`;
	return { fileName, bytes, sha256, agents: bundle.agents, kind: "deployment" };
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
