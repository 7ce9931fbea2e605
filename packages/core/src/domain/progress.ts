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
	| { readonly kind: "output"; readonly text: string };
