import type { PhpNode } from "../../parse/php-nodes.ts";

/** What one class of the file makes of another that PHP does not take. */
export interface FamilyFault {
	readonly node: PhpNode;
	readonly what: string;
	/** The last PHP that takes it, or the first. */
	readonly until?: string;
	readonly since?: string;
}
