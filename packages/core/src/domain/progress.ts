/** What happens while a plan is applied; `done` of `total` counts the steps of the plan. */
export type Progress =
	| { readonly kind: "step"; readonly text: string; readonly done: number; readonly total: number }
	| { readonly kind: "note"; readonly text: string };
