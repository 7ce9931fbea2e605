import type { Progress } from "@graft/core/domain/progress";
import { oneLine, saidLine } from "./one-line.ts";

export function progressLine(progress: Progress): string {
	switch (progress.kind) {
		case "step":
			return `[${progress.done}/${progress.total}] ${oneLine(progress.text)}`;
		case "note":
		case "progress":
			return oneLine(progress.text);
		case "output":
			return saidLine(progress.text);
	}
}
