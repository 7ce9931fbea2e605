import { existsSync } from "node:fs";
import { countOf } from "@graft/core/domain/counts";
import { findManaged } from "@graft/database/quick-look";
import * as z from "zod";
import { importArchive, importArchiveInput } from "../archives/import-archive.ts";
import { notFound } from "../catalogue/load-extension.ts";
import type { Call, Context } from "../context/context.ts";
import type { OperationKind } from "../context/operation-kinds.ts";
import { extensionFolder } from "../context/paths.ts";
import { deployExtension, deployExtensionInput } from "../deliveries/deploy-extension.ts";
import { retryDeployment, retryDeploymentInput } from "../deliveries/retry-deployment.ts";
import { withdrawDeployment, withdrawDeploymentInput } from "../deliveries/withdraw-deployment.ts";
import { activateExtension, activateExtensionInput } from "../extensions/activate-extension.ts";
import {
	deactivateExtension,
	deactivateExtensionInput,
} from "../extensions/deactivate-extension.ts";
import { mendFolder, mendFolderInput } from "../extensions/mend-folder.ts";
import { switchVersion, switchVersionInput } from "../extensions/switch-version.ts";
import { applyPlan, applyPlanInput } from "../servers/apply-plan.ts";
import { tryExtension, tryExtensionInput } from "../servers/try-extension.ts";
import { removeExtension, removeExtensionInput } from "../way/remove-extension.ts";
import { undoUp, undoUpInput } from "../way/undo-up.ts";
import { upExtension, upExtensionInput } from "../way/up-extension.ts";

/** What does operations of one kind. */
interface Verb<Schema extends z.ZodType, Result> {
	readonly input: Schema;
	readonly run: (call: Call<Schema>) => Promise<Result>;
	/** The extension that it is about; "" where only reading an archive says that. */
	readonly about: (input: z.output<Schema>) => string;
	/** Where nothing of the extension is here, it is refused before it waits. */
	readonly needs?: boolean;
	/** How it ended well, for people, where its own end does not say so. */
	readonly said?: (result: Result) => string;
}

function verb<Schema extends z.ZodType, Result>(one: Verb<Schema, Result>): Verb<Schema, Result> {
	return one;
}

const byId = ({ id }: { readonly id: string }): string => id;

export const verbs = {
	import: verb({ input: importArchiveInput, run: importArchive, about: () => "" }),
	activate: verb({
		input: activateExtensionInput,
		run: activateExtension,
		about: byId,
		needs: true,
	}),
	deactivate: verb({ input: deactivateExtensionInput, run: deactivateExtension, about: byId }),
	remove: verb({ input: removeExtensionInput, run: removeExtension, about: byId }),
	"switch-version": verb({
		input: switchVersionInput,
		run: switchVersion,
		about: byId,
		needs: true,
	}),
	mend: verb({ input: mendFolderInput, run: mendFolder, about: ({ folder }) => folder }),
	install: verb({
		input: applyPlanInput.extend({ goal: z.literal("present") }),
		run: ({ ctx, input }) => applyPlan({ ctx, input }),
		about: byId,
		needs: true,
	}),
	uninstall: verb({
		input: applyPlanInput.extend({ goal: z.literal("absent") }),
		run: ({ ctx, input }) => applyPlan({ ctx, input }),
		about: byId,
	}),
	deploy: verb({ input: deployExtensionInput, run: deployExtension, about: byId, needs: true }),
	retry: verb({ input: retryDeploymentInput, run: retryDeployment, about: byId }),
	withdraw: verb({ input: withdrawDeploymentInput, run: withdrawDeployment, about: byId }),
	try: verb({ input: tryExtensionInput, run: tryExtension, about: byId, needs: true }),
	up: verb({
		input: upExtensionInput,
		run: upExtension,
		about: ({ subject }) => ("id" in subject ? subject.id : ""),
		needs: true,
		said: ({ version, servers, deployment }) => {
			const places = servers.map(({ server }) => server).join(", ");
			const assigned = deployment?.packages.reduce((sum, each) => sum + each.assigned, 0) ?? 0;
			const given = assigned === 0 ? "" : `, and given to ${countOf(assigned, "machine")}`;
			return `Version ${version} is active, installed on ${places}${given}.`;
		},
	}),
	"undo-up": verb({
		input: undoUpInput,
		run: undoUp,
		about: byId,
		said: ({ left }) => {
			const but = left.length === 0 ? "" : `, but ${left.join("; ")}`;
			return `All that it had changed was undone${but}.`;
		},
	}),
} as const satisfies Record<OperationKind, unknown>;

export type InputOf<Kind extends OperationKind> = z.input<(typeof verbs)[Kind]["input"]>;
export type ResultOf<Kind extends OperationKind> = Awaited<ReturnType<(typeof verbs)[Kind]["run"]>>;

/** The same for a kind that is known at run time only. */
export function verbOf(kind: OperationKind): Verb<z.ZodType, unknown> {
	return verbs[kind] as unknown as Verb<z.ZodType, unknown>;
}

/** Throws GraftError "not-found" for what nothing can come of. */
export function refuseAtOnce(ctx: Context, kind: OperationKind, extensionId: string): void {
	if (verbOf(kind).needs !== true || extensionId === "") return;
	if (findManaged(ctx.paths.databaseUrl, extensionId) !== null) return;
	if (!existsSync(extensionFolder(ctx.paths, extensionId))) throw notFound(ctx, extensionId);
}
