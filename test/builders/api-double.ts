/** A double of the API of a system, that binds groups of machines to what they run. */
export interface ApiDouble {
	/** As a link names it, with user and password. */
	readonly url: string;
	/** Of at least two groups, their names. */
	readonly groups: readonly string[];
	/** `group: path`, in order. */
	bound(): string[];
	/** As somebody would past Graft. */
	bindAs(user: string, group: string, path: string): void;
	unbind(group: string, path: string): void;
	stop(): Promise<void>;
}
