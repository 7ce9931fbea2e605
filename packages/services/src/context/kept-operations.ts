/** Whichever is reached first. */
export interface KeptOperations {
	readonly days: number;
	readonly most: number;
}
