import { formatCount } from "./counts.ts";

/** Machines that get nothing, by their system, in words. */
export function machinesWithout({
	unix,
	windows,
	unknown,
}: Readonly<Record<"unix" | "windows" | "unknown", number>>): string {
	const parts = [
		...(unix > 0 ? [`${formatCount(unix)} with Unix`] : []),
		...(windows > 0 ? [`${formatCount(windows)} with Windows`] : []),
		...(unknown > 0 ? [`${formatCount(unknown)} with a system that is not known`] : []),
	];
	return parts.length === 0 ? "there are no machines" : parts.join(", ");
}
