import { join } from "node:path";
import { defineConfig } from "prisma/config";

// The CLI wants a native engine that it would download; this one answers from the npm package.
process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= join(
	import.meta.dirname,
	"tools/prisma-schema-engine.mjs",
);

export default defineConfig({
	schema: "prisma/schema.prisma",
	migrations: { path: "prisma/migrations" },
	datasource: { url: process.env.DATABASE_URL ?? "file:./var/development.db" },
});
