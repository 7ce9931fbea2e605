import type { ReactNode } from "react";
import { requireCaller } from "../../server/caller.ts";
import { Shell } from "./shell.tsx";
import { UploadProvider } from "./upload/upload-provider.tsx";

export default async function ConsoleLayout({ children }: { children: ReactNode }) {
	const { name, email, role } = await requireCaller();
	return (
		<UploadProvider canImport={role === "administrator"}>
			<Shell caller={{ name, email, role }}>{children}</Shell>
		</UploadProvider>
	);
}
