import type { OperationKind, OperationState } from "@graft/services/context/operation-kinds";

const states: Readonly<Record<OperationState, string>> = {
	queued: "Waiting",
	running: "Under way",
	done: "Done",
	failed: "Failed",
	"rolled-back": "Failed, and everything was rolled back",
	cancelled: "Cancelled",
};

const kinds: Readonly<Record<OperationKind, string>> = {
	import: "Import",
	activate: "Activation",
	deactivate: "Deactivation",
	remove: "Removal",
	"switch-version": "Change of version",
	mend: "Repair of its folder",
	install: "Installation on a server",
	uninstall: "Uninstallation from a server",
	deploy: "Deployment to machines",
	retry: "Retry on machines",
	withdraw: "Withdrawal from machines",
	try: "Try on a server",
	up: "Installation and deployment",
	"undo-up": "Undoing of an installation and deployment",
};

/** A newer Graft may have stored another one. */
export function stateText(state: string): string {
	return (states as Readonly<Record<string, string>>)[state] ?? state;
}

export function kindText(kind: string): string {
	return (kinds as Readonly<Record<string, string>>)[kind] ?? kind;
}
