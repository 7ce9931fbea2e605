import type { Connection } from "../connections/connection.ts";
import type { Place } from "../domain/plan.ts";
import type { Progress } from "../domain/progress.ts";

/** Where an operation works, and who hears of it. */
export interface Site {
	readonly connection: Connection;
	readonly place: Place;
	readonly report: (event: Progress) => void;
}
