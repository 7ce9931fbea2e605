import type { PreparedPlan } from "../../../domain/plan.ts";
import type { Progress } from "../../../domain/progress.ts";
import type { DeliveryTools, DeliveryWish, PackageFile } from "../../delivery.ts";
import {
	downloadPlace,
	filesToRemove,
	packageOfReceipt,
	packagePart,
	receiptName,
} from "./download-folder.ts";
import type { DeployedPackage } from "./packages.ts";
import type { DeploymentSettings } from "./settings.ts";

/** A package of an extension, by what its receipt in the folder says of it. */
export interface PackageName {
	readonly extensionId: string;
	readonly version: string;
	readonly packageId: string;
}

/** The folder of packages, by the driver that it was lent. */
export interface PackageFolder {
	readonly path: string;
	planToPut(name: PackageName, files: readonly PackageFile[]): Promise<PreparedPlan>;
	apply(prepared: PreparedPlan, report?: (event: Progress) => void): Promise<void>;
	/** Takes the files of a package away, those of its receipt and those that `fragments` lets expect. */
	remove(name: PackageName, fragments: number): Promise<void>;
	recover(): Promise<void>;
	/** Packages whose files were put, and whose rows never came or are gone already: an earlier run was interrupted. */
	withoutRows(extensionId: string, known: readonly DeployedPackage[]): Promise<PackageName[]>;
}

export function packageFolder(
	{ files, report }: DeliveryTools,
	{ downloadDir }: Pick<DeliveryWish, "downloadDir">,
	{ packFolder }: DeploymentSettings,
): PackageFolder {
	const path = normal(downloadDir ?? `${packFolder}/download`);
	const place = downloadPlace(path);
	const apply: PackageFolder["apply"] = (prepared, told = report) => files.apply(prepared, told);
	return {
		path,
		apply,
		planToPut: (name, wanted) =>
			files.plan("present", place, packagePart(path, wanted), onReceipt(name)),
		async remove(name, fragments) {
			const part = packagePart(path, filesToRemove(name.packageId, fragments));
			await apply(await files.plan("absent", place, part, onReceipt(name)));
		},
		recover: () => files.recover(place),
		async withoutRows(extensionId, known) {
			return (await files.receipts(place)).flatMap(({ extension: { id, version } }) => {
				const packageId = packageOfReceipt(extensionId, id);
				if (packageId === undefined || known.some((each) => each.id === packageId)) return [];
				return [{ extensionId, version, packageId }];
			});
		},
	};
}

function onReceipt({ extensionId, version, packageId }: PackageName) {
	return { id: receiptName(extensionId, packageId), version };
}

/** As the server's own system would write the path: no `//`, no `.`, and nothing at its end. */
function normal(path: string): string {
	const kept: string[] = [];
	for (const part of path.split("/")) {
		if (part === "..") kept.pop();
		else if (part !== "" && part !== ".") kept.push(part);
	}
	return `/${kept.join("/")}`;
}
