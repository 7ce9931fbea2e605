import "@mantine/core/styles.css";
import "@mantine/dropzone/styles.css";
import "@mantine/notifications/styles.css";
import "./global.css";
import { ColorSchemeScript, MantineProvider, mantineHtmlProps } from "@mantine/core";
import { Notifications } from "@mantine/notifications";
import type { Metadata, Viewport } from "next";
import { headers } from "next/headers";
import type { ReactNode } from "react";
import { theme } from "./theme.ts";

export const metadata: Metadata = {
	title: { default: "Graft", template: "%s · Graft" },
	description: "Extensions, from their archive to every place where they must work.",
	robots: { index: false, follow: false },
};

export const viewport: Viewport = { colorScheme: "light dark" };

export default async function RootLayout({ children }: { children: ReactNode }) {
	const nonce = (await headers()).get("x-nonce") ?? undefined;
	return (
		<html lang="en" {...mantineHtmlProps}>
			<head>
				<ColorSchemeScript defaultColorScheme="auto" {...(nonce && { nonce })} />
			</head>
			<body>
				<MantineProvider theme={theme} defaultColorScheme="auto">
					<Notifications position="bottom-right" />
					{children}
				</MantineProvider>
			</body>
		</html>
	);
}
