import { join } from "node:path";
import type { NextConfig } from "next";

const headers = [
	{ key: "X-Content-Type-Options", value: "nosniff" },
	{ key: "X-Frame-Options", value: "DENY" },
	{ key: "Referrer-Policy", value: "same-origin" },
	{ key: "Cross-Origin-Opener-Policy", value: "same-origin" },
	{ key: "Cross-Origin-Resource-Policy", value: "same-origin" },
	{ key: "Permissions-Policy", value: "camera=(), geolocation=(), microphone=(), payment=()" },
];

const config: NextConfig = {
	outputFileTracingRoot: join(import.meta.dirname, "../.."),
	turbopack: {
		root: join(import.meta.dirname, "../.."),
		// The console runs where it is built: what it reads at run time need not be found out by tracing.
		ignoreIssue: [{ path: "**/packages/**", description: /whole project to be traced/ }],
	},
	transpilePackages: ["@graft/core", "@graft/database", "@graft/services"],
	// Native code, or modules that find their own files: loaded by Node as they are.
	serverExternalPackages: [
		"@prisma/adapter-better-sqlite3",
		"@prisma/client",
		"better-sqlite3",
		"libxml2-wasm",
		"mariadb",
		"ssh2",
		"ssh2-sftp-client",
		"tinypool",
	],
	// `next dev` would print what actions are called with: passwords, and the URL of OCS's database.
	logging: { serverFunctions: false },
	// Each page is loaded when somebody asks for it first: most are asked for seldom, and each holds much of its own.
	experimental: { preloadEntriesOnStart: false },
	poweredByHeader: false,
	devIndicators: false,
	headers: async () => [
		{ source: "/:path*", headers },
		// Answers to a session are for it alone, refusals as well; pages have this from Next.
		{
			source: "/api/:path*",
			headers: [{ key: "Cache-Control", value: "private, no-store" }],
		},
	],
};

export default config;
