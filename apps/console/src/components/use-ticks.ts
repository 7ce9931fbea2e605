"use client";

import { useState } from "react";

/** Codes of warnings that a person has ticked so far. */
export function useTicks() {
	const [ticked, setTicked] = useState<readonly string[]>([]);
	function tick(code: string, accepted: boolean): void {
		setTicked((codes) => (accepted ? [...codes, code] : codes.filter((other) => other !== code)));
	}
	return { ticked, tick };
}
