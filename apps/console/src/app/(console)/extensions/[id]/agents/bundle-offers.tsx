"use client";

import { Button, Code, Group, Paper, Text } from "@mantine/core";
import { formatBytes } from "../../../../../components/numbers.ts";
import { Section } from "../../../../../components/section.tsx";
import { useSystem } from "../../../../../components/systems.tsx";
import { type BundleChoice, type BundleOffer, bundleAddress } from "./bundle-choice.ts";

const systems: Record<BundleOffer["agents"], string> = { windows: "Windows", unix: "Unix" };

interface Props {
	readonly choice: BundleChoice;
	readonly offers: readonly BundleOffer[];
}

export function BundleOffers({ choice, offers }: Props) {
	const { name } = useSystem();
	return (
		<Section title="Bundles">
			{offers.map((offer) => (
				<Paper key={offer.fileName} withBorder p="md">
					<Group justify="space-between">
						<div style={{ minWidth: 0 }}>
							<Text fw={600} style={{ overflowWrap: "anywhere" }}>
								{offer.fileName}
							</Text>
							<Text size="sm" c="dimmed">
								{systems[offer.agents]}, {kindOf(offer.kind, name)}, {formatBytes(offer.bytes)}
							</Text>
							<Text size="xs" c="dimmed" style={{ overflowWrap: "anywhere" }}>
								SHA-256 <Code>{offer.sha256}</Code>
							</Text>
						</div>
						<Button
							component="a"
							href={bundleAddress(choice, offer)}
							aria-label={`Download ${offer.fileName}`}
							download={offer.fileName}
							variant="light"
						>
							Download
						</Button>
					</Group>
				</Paper>
			))}
		</Section>
	);
}

function kindOf(kind: BundleOffer["kind"], system: string): string {
	return kind === "download" ? "plain download" : `deployment package for ${system}`;
}
