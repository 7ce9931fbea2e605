/** Everything that can stand on the command line; each command declares the part that it understands. */
export interface Options {
	readonly json?: boolean;
	readonly quiet?: boolean;
	readonly debug?: boolean;
	readonly yes?: boolean;
	readonly dryRun?: boolean;
	readonly extensionsDir?: string;
	readonly accept?: readonly string[];
	readonly server?: string;
	readonly andServer?: readonly string[];
	readonly serverDir?: string;
	readonly identity?: string;
	readonly jump?: string;
	readonly sudo?: boolean;
	readonly expectHostKey?: string;
	readonly passwordStdin?: boolean;
	readonly reload?: boolean;
	readonly plan?: string;
	readonly root?: string;
	readonly output?: string;
	readonly deployment?: boolean;
	readonly script?: readonly string[];
	readonly windowsPath?: string;
	readonly urlStdin?: boolean;
	readonly system?: string;
	readonly all?: boolean;
	readonly group?: string;
	/** Groups that are bound to an extension. */
	readonly bind?: readonly string[];
	readonly machine?: readonly string[];
	/** False by --no-deploy; true, or left out, otherwise. */
	readonly deploy?: boolean;
	/** Seconds. */
	readonly wait?: number;
	readonly downloadDir?: string;
	readonly purge?: boolean;
	readonly uninstall?: boolean;
	readonly dropTables?: boolean;
	readonly export?: string;
	readonly follow?: boolean;
	readonly platform?: string;
	readonly name?: string;
	readonly collects?: readonly string[];
}

export const commandNames = [
	"new",
	"inspect",
	"pack",
	"import",
	"list",
	"activate",
	"deactivate",
	"remove",
	"plan",
	"install",
	"uninstall",
	"status",
	"server",
	"bundle",
	"database",
	"repository",
	"api",
	"pull",
	"deploy",
	"try",
	"up",
	"deployments",
	"retry",
	"withdraw",
	"operations",
	"cancel",
	"undo",
	"dialogue",
] as const;

export type CommandName = (typeof commandNames)[number];

export interface Invocation {
	readonly command: CommandName;
	/** The archive or id that the command is about; "" where it takes none or none was given. */
	readonly subject: string;
	/** What follows it, where the command takes something there. */
	readonly argument?: string | undefined;
	readonly options: Options;
}
