/** Imports point one way: apps → services → database, core. Each rule carries its reason. */
const core = "^packages/core/src";
module.exports = {
	forbidden: [
		{
			name: "no-cycles",
			severity: "error",
			comment: "A cycle means that two files are one, or that a third is missing.",
			from: {},
			to: { circular: true },
		},
		{
			name: "packages-know-no-apps",
			severity: "error",
			comment: "Console and CLI only ask and show: what they share lives below them.",
			from: { path: "^packages" },
			to: { path: "^apps" },
		},
		{
			name: "core-knows-no-database",
			severity: "error",
			comment:
				"Core must work alone, for instance under sudo on a server: it knows no database, no web, no prompts.",
			from: { path: core },
			to: {
				path: "^packages/(services|database)|node_modules/(@prisma|next|react|inquirer|@inquirer|commander)",
			},
		},
		{
			name: "database-knows-no-services",
			severity: "error",
			comment: "The database is what services stand on.",
			from: { path: "^packages/database" },
			to: { path: "^packages/(services|core)" },
		},
		{
			name: "only-database-and-services-know-prisma",
			severity: "error",
			comment:
				"Everybody else speaks in the words of the domain. (The console's sign-in library needs its adapter.)",
			from: { pathNot: "^packages/(database|services)|^apps/console/server/auth|^prisma" },
			to: { path: "node_modules/@prisma|^packages/database/src/generated" },
		},
		{
			name: "prisma-is-loaded-by-its-first-query",
			severity: "error",
			comment:
				"It takes longer to start than Node itself: a command that only looks does without. (Types cost nothing.)",
			from: { pathNot: "^packages/database/src/(prisma-client|generated)|\\.test\\.ts$" },
			to: {
				path: "node_modules/@prisma/(client|adapter)|^packages/database/src/generated",
				dependencyTypesNot: ["type-only"],
			},
		},
		{
			name: "platforms-and-plans-are-pure",
			severity: "error",
			comment:
				"A platform sees a host only through the connection that it is given; its plans must be computable anywhere.",
			from: {
				path: `${core}/(platforms|drivers/(files/plan|git/plan|http/plan|sql/(plan|schema|grammar|parse)))/`,
				pathNot: "\\.test\\.ts$",
			},
			to: {
				path: `${core}/(connections/(?!connection\\.ts)|databases/(?!(database-connection|table-naming)\\.ts)|repositories/(?!repository\\.ts)|apis/(?!api\\.ts)|drivers/[^/]+/apply|archive)|node_modules/(ssh2|adm-zip)`,
				dependencyTypesNot: ["type-only"],
			},
		},
		{
			name: "drivers-know-no-platform",
			severity: "error",
			comment:
				"A driver serves every platform: what it must know of one is handed to it, as a type of its own.",
			from: { path: `${core}/drivers/`, pathNot: "\\.test\\.ts$" },
			to: { path: `${core}/platforms/` },
		},
		{
			name: "drivers-do-not-see-each-other",
			severity: "error",
			comment: "Each kind of place is changed by itself; what two share lies beside them.",
			from: { path: `${core}/drivers/([^/]+)/` },
			to: { path: `${core}/drivers/([^/]+)/`, pathNot: `${core}/drivers/$1/` },
		},
		{
			name: "platforms-touch-no-node",
			severity: "error",
			comment: "The same, for the file system, processes and the network. (Planning may hash.)",
			from: { path: `${core}/platforms`, pathNot: "\\.test\\.ts$" },
			to: { dependencyTypes: ["core"] },
		},
		{
			name: "platforms-do-not-see-each-other",
			severity: "error",
			comment:
				"A new platform is a folder and a line in the registry; nothing else may have to change.",
			from: { path: `${core}/platforms/([^/]+)/` },
			to: { path: `${core}/platforms/([^/]+)/`, pathNot: `${core}/platforms/$1/` },
		},
		{
			name: "platforms-show-one-face",
			severity: "error",
			comment: "What is inside of a platform's folder may change without anybody outside knowing.",
			from: { path: "^(packages|apps)/", pathNot: `${core}/platforms/[^/]+/|\\.test\\.tsx?$` },
			to: { path: `${core}/platforms/[^/]+/`, pathNot: `${core}/platforms/[^/]+/platform\\.ts$` },
		},
		{
			name: "only-the-registry-knows-platforms",
			severity: "error",
			comment: "Everybody else walks the registry, or asks it by id.",
			from: {
				path: "^(packages|apps)/",
				pathNot: `${core}/platforms/(registry\\.ts|[^/]+/)|\\.test\\.tsx?$`,
			},
			to: { path: `${core}/platforms/[^/]+/platform\\.ts$` },
		},
		{
			name: "only-the-list-knows-transports",
			severity: "error",
			comment:
				"A new way to reach a server is a folder and a line in the list; everybody else sees one face.",
			from: {
				path: "^(packages|apps)/",
				pathNot: `${core}/connections/(transports\\.ts|[^/]+/)|\\.test\\.tsx?$`,
			},
			to: { path: `${core}/connections/[^/]+/` },
		},
		{
			name: "only-connections-ssh-knows-ssh",
			severity: "error",
			comment: "Host keys, quoting and retries are right in one place only.",
			from: { pathNot: `${core}/connections/ssh/` },
			to: { path: "node_modules/(ssh2|ssh2-sftp-client)/" },
		},
		{
			name: "only-databases-know-mariadb",
			severity: "error",
			comment:
				"The library puts statements and their values into its messages: what may be told is decided in one place.",
			from: { pathNot: `${core}/databases/mariadb/` },
			to: { path: "node_modules/mariadb/" },
		},
		{
			name: "only-archive-knows-adm-zip",
			severity: "error",
			comment:
				"The library is silent about hostile archives: every check stands around it in one folder.",
			from: { pathNot: `${core}/archive/` },
			to: { path: "node_modules/adm-zip/" },
		},
	],
	options: {
		doNotFollow: { path: "node_modules" },
		exclude: { path: "(^|/)(\\.next|dist|generated/(internal|models))/" },
		tsPreCompilationDeps: true,
		tsConfig: { fileName: "tsconfig.json" },
		enhancedResolveOptions: {
			exportsFields: ["exports"],
			conditionNames: ["import", "types", "default"],
		},
	},
};
