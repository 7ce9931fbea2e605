"use server";

import {
	activateExtension,
	activateExtensionInput,
} from "@graft/services/extensions/activate-extension";
import {
	deactivateExtension,
	deactivateExtensionInput,
} from "@graft/services/extensions/deactivate-extension";
import { mendFolder, mendFolderInput } from "@graft/services/extensions/mend-folder";
import { removeExtension, removeExtensionInput } from "@graft/services/extensions/remove-extension";
import { switchVersion, switchVersionInput } from "@graft/services/extensions/switch-version";
import { answer, type Result } from "../../../server/guard.ts";

export async function activate(raw: unknown): Promise<Result<null>> {
	return answer("administrator", activateExtensionInput, raw, async ({ ctx, input }) => {
		await activateExtension({ ctx, input });
		return null;
	});
}

export async function deactivate(raw: unknown): Promise<Result<null>> {
	return answer("administrator", deactivateExtensionInput, raw, async ({ ctx, input }) => {
		await deactivateExtension({ ctx, input });
		return null;
	});
}

export async function remove(raw: unknown): Promise<Result<null>> {
	return answer("administrator", removeExtensionInput, raw, async ({ ctx, input }) => {
		await removeExtension({ ctx, input });
		return null;
	});
}

export async function installVersion(raw: unknown): Promise<Result<null>> {
	return answer("administrator", switchVersionInput, raw, async ({ ctx, input }) => {
		await switchVersion({ ctx, input });
		return null;
	});
}

export async function mend(raw: unknown): Promise<Result<null>> {
	return answer("administrator", mendFolderInput, raw, async ({ ctx, input }) => {
		await mendFolder({ ctx, input });
		return null;
	});
}
