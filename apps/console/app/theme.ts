"use client";

import { createTheme } from "@mantine/core";

export const theme = createTheme({
	primaryColor: "teal",
	primaryShade: { light: 9, dark: 6 },
	autoContrast: true,
	defaultRadius: "md",
	fontFamily: "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', sans-serif",
	fontFamilyMonospace: "ui-monospace, 'SF Mono', Menlo, Consolas, 'DejaVu Sans Mono', monospace",
	headings: { fontWeight: "650" },
	cursorType: "pointer",
	components: {
		// Every field of ours is needed unless it says otherwise: a star at each would say nothing.
		TextInput: { defaultProps: { withAsterisk: false } },
		Modal: { defaultProps: { closeButtonProps: { "aria-label": "Close this dialog" } } },
		PasswordInput: { defaultProps: { withAsterisk: false } },
	},
});
