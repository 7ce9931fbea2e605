"use client";

import { thisMachine } from "@graft/core/connections/this-machine";
import { TextInput } from "@mantine/core";
import { ServerAddressField } from "../../../../../components/server-address.tsx";
import { useSystem } from "../../../../../components/systems.tsx";

/** Where packages for agents lie, as somebody types it. */
export interface DownloadPlace {
	readonly address: string;
	readonly downloadDir: string;
}

export const usualPlace: DownloadPlace = { ...thisMachine, downloadDir: "" };

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
			<ServerAddressField
				label={`Server with ${short}'s packages`}
				address={place.address}
				onChange={(address) => onChange({ ...place, address })}
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
