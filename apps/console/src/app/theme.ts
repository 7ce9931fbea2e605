"use client";

import { createTheme } from "@mantine/core";

export const theme = createTheme({
	primaryColor: "teal",
	// White on it is readable in both colour schemes (5 to 1).
	primaryShade: 9,
	defaultRadius: "md",
	fontFamily: "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', sans-serif",
	fontFamilyMonospace: "ui-monospace, 'SF Mono', Menlo, Consolas, 'DejaVu Sans Mono', monospace",
	headings: { fontWeight: "650" },
	cursorType: "pointer",
	respectReducedMotion: true,
	components: {
		// Every field of ours is needed unless it says otherwise: a star at each would say nothing.
		TextInput: { defaultProps: { withAsterisk: false } },
		Modal: {
			defaultProps: { closeButtonProps: { "aria-label": "Close this dialog" } },
			// A title may be an extension's name, or a file's: of any length, and without a space.
			styles: { title: { overflowWrap: "anywhere", fontWeight: 650, lineHeight: 1.35 } },
		},
		Notification: {
			defaultProps: { closeButtonProps: { "aria-label": "Close this message" } },
		},
		PasswordInput: { defaultProps: { withAsterisk: false } },
	},
});
