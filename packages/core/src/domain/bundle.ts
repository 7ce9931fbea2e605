/** One file in a bundle; `executable` is the only mode that matters to an agent. */
export interface BundleFile {
	readonly path: string;
	readonly bytes: Uint8Array;
	readonly executable: boolean;
}

export interface PackedFacts {
	/** Name of the deployment package: digits only. */
	readonly id: string;
	readonly md5: string;
	readonly fragments: number;
}

/** What agents get: described here, packed by core/bundles. */
export interface Bundle {
	readonly agents: "windows" | "unix";
	/** Brings the agent part, or takes it back. */
	readonly purpose: "install" | "uninstall";
	/** File name of the plain download, extension included. */
	readonly fileName: string;
	readonly format: "zip" | "tar.gz";
	readonly files: readonly BundleFile[];
	/** Present where the platform has a deployment of its own: the text of its `info` file. */
	readonly deploymentInfo?: (packed: PackedFacts) => string;
}

/** What the administrator chose for the bundles. */
export interface BundleChoice {
	/** Paths of agent files (`from`) to take; left out, what the extension proposes. */
	readonly files?: readonly string[];
	/** Where Windows agents store the scripts; left out, the platform's own folder. */
	readonly windowsPath?: string;
}
