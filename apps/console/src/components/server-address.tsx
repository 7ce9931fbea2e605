"use client";

import { TextInput } from "@mantine/core";
import { createContext, type ReactNode, useContext } from "react";

const Forms = createContext("");

/** Around all that asks for a server: how addresses are written. */
export function AddressForms({ forms, children }: { forms: string; children: ReactNode }) {
	return <Forms value={forms}>{children}</Forms>;
}

interface Props {
	readonly label: string;
	readonly address: string;
	readonly onChange: (address: string) => void;
	/** The dialog opens with it. */
	readonly first?: boolean;
}

export function ServerAddressField({ label, address, onChange, first = false }: Props) {
	const forms = useContext(Forms);
	return (
		<TextInput
			label={label}
			description={`${forms}. Over SSH, Graft signs in with the SSH agent of whoever started it.`}
			value={address}
			onChange={(event) => onChange(event.currentTarget.value)}
			spellCheck={false}
			data-autofocus={first || undefined}
		/>
	);
}
