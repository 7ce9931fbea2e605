"use client";

import { Button, type ButtonProps, Tooltip } from "@mantine/core";
import { type ReactNode, useId } from "react";

interface Props extends ButtonProps {
	/** Why it cannot be used now; null where it can. */
	readonly reason: string | null;
	readonly onClick: () => void;
	readonly children: ReactNode;
}

/** A button that says why it is disabled: to the pointer, the finger, the keyboard and the screen reader. */
export function ReasonedButton({ reason, onClick, children, ...props }: Props) {
	const id = useId();
	if (reason === null) {
		return (
			<Button {...props} onClick={onClick}>
				{children}
			</Button>
		);
	}
	return (
		<Tooltip label={reason} multiline maw={280} events={{ hover: true, focus: true, touch: true }}>
			{/* aria-disabled keeps it in reach of the keyboard, which `disabled` does not. */}
			<Button {...props} data-disabled aria-disabled aria-describedby={id} type="button">
				{children}
				<span id={id} hidden>
					{reason}
				</span>
			</Button>
		</Tooltip>
	);
}
