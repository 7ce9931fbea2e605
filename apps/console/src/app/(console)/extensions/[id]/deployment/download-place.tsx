"use client";

import { TextInput } from "@mantine/core";
import { useSystem } from "../../../../../components/systems.tsx";

/** Where packages for agents lie, as somebody types it. */
export interface DownloadPlace {
	readonly address: string;
	readonly downloadDir: string;
}

export const usualPlace: DownloadPlace = { address: "local", downloadDir: "" };

/** As the verbs want it. */
export function placeInput({ address, downloadDir }: DownloadPlace) {
	const folder = downloadDir.trim();
	return {
		server: { address: address.trim() },
		...(folder !== "" && { downloadDir: folder }),
	};
}

interface Props {
	readonly place: DownloadPlace;
	readonly onChange: (place: DownloadPlace) => void;
}

export function DownloadPlaceFields({ place, onChange }: Props) {
	const { short } = useSystem();
	return (
		<>
			<TextInput
				label={`Server with ${short}'s packages`}
				description="local, or ssh://user@host:port, which Graft signs in to with the SSH agent of whoever started it."
				value={place.address}
				onChange={(event) => onChange({ ...place, address: event.currentTarget.value })}
				spellCheck={false}
			/>
			<TextInput
				label={`Folder of ${short}'s packages`}
				description={`Leave empty for the one in ${short}'s own settings.`}
				value={place.downloadDir}
				onChange={(event) => onChange({ ...place, downloadDir: event.currentTarget.value })}
				spellCheck={false}
			/>
		</>
	);
}
