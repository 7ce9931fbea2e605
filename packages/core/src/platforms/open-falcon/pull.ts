import type { Pull } from "../pull.ts";

/** An agent answers 200 whatever comes of it: its words alone tell (docs/platforms/open-falcon.md). */
export const pull: Pull = {
	port: 1988,
	path: "/plugin/update",
	resetPath: "/plugin/reset",
	judge: (body) => {
		if (body.trim() === "success") return "done";
		return /exit status 1(?!\d)/.test(body) ? "changed" : "failed";
	},
};
