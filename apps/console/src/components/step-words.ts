import type { Step } from "@graft/core/domain/plan";

/** What a step on a server does, before its target. */
export const stepWords: Record<Step["kind"], string> = {
	"make-folder": "Make the folder",
	"put-file": "Put the file",
	"remove-file": "Remove the file",
	"remove-folder": "Remove the folder, if it is empty,",
	trial: "Try",
	check: "Check",
	build: "Build",
	reload: "Reload",
	restart: "Restart",
};
