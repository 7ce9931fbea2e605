"use client";

import { usePathname, useSearchParams } from "next/navigation";
import { useEffect, useEffectEvent } from "react";
import { ReasonedButton } from "../../../../../components/reasoned-button.tsx";
import type { ShownExtension } from "../../../../../server/shown-extension.ts";
import { activationReview } from "./activation-review.ts";
import { useActivation } from "./use-activation.tsx";
import { useDeactivation } from "./use-deactivation.tsx";

interface Props {
	readonly extension: ShownExtension;
	readonly mayChange: boolean;
	/** Activating is the next thing to do. */
	readonly isFirst: boolean;
}

/** Activates what is not active, and deactivates what is. */
export function ActivationButton({ extension, mayChange, isFirst }: Props) {
	const { active } = extension;
	const activation = useActivation(extension);
	const deactivation = useDeactivation(extension);
	const { busy, begin } = active ? deactivation : activation;
	const isWanted = useSearchParams().toString() === activationReview && mayChange;
	const pathname = usePathname();

	const beginAsWanted = useEffectEvent(() => {
		// Once: a reload of the page must not open it again.
		window.history.replaceState(null, "", pathname);
		activation.begin();
	});
	useEffect(() => {
		if (isWanted) beginAsWanted();
	}, [isWanted]);

	return (
		<>
			<ReasonedButton
				reason={mayChange ? null : "Only an administrator may do this."}
				variant={isFirst && !active ? "filled" : "default"}
				loading={busy}
				onClick={begin}
			>
				{active ? "Deactivate" : "Activate"}
			</ReasonedButton>
			{activation.dialog}
			{deactivation.dialog}
		</>
	);
}
