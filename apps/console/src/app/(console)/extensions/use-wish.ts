"use client";

import { useRouter } from "next/navigation";
import { useEffect, useState, useTransition } from "react";
import { queryOf, type Wish } from "./arrange.ts";

/** Whoever types is not asked about each letter. */
const typingMs = 200;

/**
 * What is shown follows the address, and the address follows what is wished for a moment later: what is typed
 * meanwhile must not be lost.
 */
export function useWish(addressed: Wish): {
	readonly wish: Wish;
	readonly isWaiting: boolean;
	readonly show: (wished: Wish) => void;
} {
	const router = useRouter();
	const [isWaiting, startTransition] = useTransition();
	const [wish, show] = useState(addressed);
	const [asked, wanted] = [queryOf(addressed), queryOf(wish)];
	const [seen, setSeen] = useState(asked);
	const [sent, setSent] = useState(asked);
	if (asked !== seen) {
		setSeen(asked);
		// Somebody else's address: a link, or a step back.
		if (asked !== sent) show(addressed);
	}
	useEffect(() => {
		if (asked === wanted) return;
		const path = wanted === "" ? "/extensions" : `/extensions?${wanted}`;
		const timer = setTimeout(() => {
			setSent(wanted);
			startTransition(() => router.replace(path, { scroll: false }));
		}, typingMs);
		return () => clearTimeout(timer);
	}, [asked, wanted, router]);
	return { wish, isWaiting, show };
}
