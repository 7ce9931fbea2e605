/** What the groups that are to have an extension are bound to. */
export interface WantedBindings {
	/** What is this, or below it, is the extension's own, of whichever version. */
	readonly folder: string;
	/** All within the folder. */
	readonly paths: readonly string[];
}
