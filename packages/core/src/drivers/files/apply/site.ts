import type { Connection } from "../../../connections/connection.ts";
import type { Place, ServiceStep } from "../../../domain/plan.ts";
import type { Progress } from "../../../domain/progress.ts";

/** Where an operation works, and who hears of it. */
export interface Site {
	readonly connection: Connection;
	readonly place: Place;
	readonly report: (event: Progress) => void;
	/** What reads the place, and has to be asked to read it again; null where nothing does, or nobody can tell. */
	readonly service: () => Promise<ServiceStep | null>;
}
