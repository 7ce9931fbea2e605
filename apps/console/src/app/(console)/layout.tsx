import { addressForms } from "@graft/core/connections/find-transport";
import { filesPlaceOf } from "@graft/core/platforms/places";
import { platforms } from "@graft/core/platforms/registry";
import type { ReactNode } from "react";
import { AddressForms } from "../../components/server-address.tsx";
import { type System, SystemsProvider } from "../../components/systems.tsx";
import { requireCaller } from "../../server/caller.ts";
import { Shell } from "./shell.tsx";
import { UploadProvider } from "./upload/upload-provider.tsx";

const systems: readonly System[] = platforms.map((platform) => ({
	...{ id: platform.id, name: platform.name, short: platform.short },
	reloads: filesPlaceOf(platform)?.service !== undefined,
	hasServers: filesPlaceOf(platform) !== undefined,
	hasBundles: platform.bundles !== undefined,
}));

export default async function ConsoleLayout({ children }: { children: ReactNode }) {
	const { name, email, role } = await requireCaller();
	return (
		<SystemsProvider systems={systems}>
			<AddressForms forms={addressForms}>
				<UploadProvider canImport={role === "administrator"}>
					<Shell caller={{ name, email, role }}>{children}</Shell>
				</UploadProvider>
			</AddressForms>
		</SystemsProvider>
	);
}
