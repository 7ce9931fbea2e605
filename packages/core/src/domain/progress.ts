/** What happens while a plan is applied; `done` of `total` counts the steps of the plan. */
export type Progress =
	| {
			readonly kind: "step";
			readonly text: string;
			readonly done: number;
			readonly total: number;
			/** All is in place, and this only tidies up: it is not cancelled any more. */
			readonly committed?: true;
	  }
	| { readonly kind: "note"; readonly text: string }
	/** A line that a command said while it ran; printable. */
	| { readonly kind: "output"; readonly text: string }
	/** How far something is that takes long; `done` of `total` in what `text` counts. The next one takes its place. */
	| {
			readonly kind: "progress";
			readonly text: string;
			readonly done: number;
			readonly total: number;
	  };

/** Told how far something is, however often, it reports each tenth of it once, and `total` at its end. */
export function inTenths(
	total: number,
	report: (event: Progress) => void,
	words: (done: number) => string,
): (done: number) => void {
	let told = 0;
	return (done) => {
		const tenth = Math.floor((10 * done) / total);
		if (tenth <= told) return;
		told = tenth;
		report({ kind: "progress", text: words(done), done, total });
	};
}
