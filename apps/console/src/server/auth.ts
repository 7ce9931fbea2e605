import { prismaAdapter } from "better-auth/adapters/prisma";
import { betterAuth } from "better-auth/minimal";
import { createAccessControl } from "better-auth/plugins/access";
import { admin } from "better-auth/plugins/admin";
import { defaultStatements } from "better-auth/plugins/admin/access";
import { shortestPassword } from "../components/account.ts";
import { consoleUrl } from "./address.ts";
import { addressHeader } from "./caller-address.ts";
import { sharedContext } from "./context.ts";
import { withHashedTokens } from "./hashed-tokens.ts";
import { readSecret } from "./secret.ts";

const access = createAccessControl(defaultStatements);
const roles = {
	administrator: access.newRole({
		user: ["create", "list", "set-role"],
		session: ["list", "revoke"],
	}),
	viewer: access.newRole({ user: [], session: [] }),
};

async function makeAuth() {
	const { database, paths } = await sharedContext();
	return betterAuth({
		appName: "Graft",
		baseURL: consoleUrl(),
		trustedOrigins: ["http://localhost:*", "http://[::1]:*"],
		secret: await readSecret(paths.home),
		database: withHashedTokens(prismaAdapter(database, { provider: "sqlite" })),
		emailAndPassword: {
			enabled: true,
			disableSignUp: true,
			minPasswordLength: shortestPassword,
		},
		// A working day; pages cannot renew a cookie while they render, so it is never renewed.
		session: { expiresIn: 12 * 60 * 60, disableSessionRefresh: true },
		// Its own would count all callers as one, and let one who guesses keep out everybody: see sign-in-limit.ts.
		rateLimit: { enabled: false },
		advanced: { ipAddress: { ipAddressHeaders: [addressHeader] } },
		plugins: [admin({ roles, defaultRole: "viewer", adminRoles: ["administrator"] })],
		logger: { level: "error" },
		telemetry: { enabled: false },
	});
}

const key = Symbol.for("graft.console.auth");
const shared = globalThis as { [key]?: ReturnType<typeof makeAuth> };

/** Sign-in, sessions and roles. Made once for the process, like the context. */
export function sharedAuth(): ReturnType<typeof makeAuth> {
	shared[key] ??= makeAuth();
	return shared[key];
}
