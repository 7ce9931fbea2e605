import type { ApiReader, SignIn } from "../apis/api.ts";
import type { Connection } from "../connections/connection.ts";
import type { DatabaseConnection } from "../databases/database-connection.ts";
import type { FileTree } from "../domain/archive.ts";
import type { Extension } from "../domain/extension.ts";
import type { ServiceStep } from "../domain/plan.ts";
import type { Problem } from "../domain/problem.ts";
import type { ProblemCode } from "../domain/problem-codes.ts";
import type { Facts, ServerPart } from "../drivers/files/wanted.ts";
import type { WantedFolder } from "../drivers/git/wanted.ts";
import type { BindingSystem } from "../drivers/http/system.ts";
import type { WantedBindings } from "../drivers/http/wanted.ts";
import type { SqlSystem } from "../drivers/sql/system.ts";
import type { WantedTables } from "../drivers/sql/wanted.ts";
import type { TryOut } from "./try-out.ts";

/** What is changed as one, with its own lock, journal, receipt and drift; a driver does all of that. */
export type PlaceAdapter = FilesPlace | SqlPlace | GitPlace | HttpPlace;

/** The folders on a server that the server parts of one platform share. */
export interface FilesPlace {
	/** One word, of its own among the places of its platform. */
	readonly name: string;
	readonly driver: "files";
	/** Where things lie on this server; reads only. Throws where the server is not one of ours, or is several. */
	discover(connection: Connection, given: Given): Promise<Facts>;
	/** What must be there for the extension to work. */
	wanted(extension: Extension, tree: FileTree, facts: Facts): ServerPart;
	/**
	 * When its turn is, where several servers are changed: those of a lower number first; absent where any order will do.
	 */
	turn?(facts: Facts): number;
	/**
	 * The service that reads what lies at this place: how it is reloaded and started again. Given facts that were found
	 * out just now; null where there is none, or nobody can tell. Absent where the platform's hosts need no reload.
	 */
	service?(facts: Facts): ServiceStep | null;
	/** What is said where no reload is possible on a host, as far as tables that go are concerned. */
	readonly withoutReload?: WithoutReload;
	/**
	 * When this host failed agents that sent it data, as far back as its logs are looked at; null where nobody can tell.
	 * Reads only. Throws only where the connection is lost.
	 */
	failures?(connection: Connection, facts: Facts): Promise<Failures | null>;
	/** What would miss the extension if it went from here; absent where nothing can. Reads only. */
	inUse?(connection: Connection, extension: Extension, facts: Facts): Promise<readonly Problem[]>;
	/** Has the system use what lies here, once; absent where it has no means to be asked to. */
	readonly tryOut?: TryOut;
	/** What the extension would lack here, as its tables are elsewhere; absent where it needs none. */
	lacks?(extension: Extension, tables: TablesSeen): readonly Problem[];
}

export interface WithoutReload {
	/** Of the warning that says so. */
	readonly code: ProblemCode;
	/** What a host does that still knows a table which is gone: the end of a sentence. */
	readonly danger: string;
	/** Instead of the warning's own hint, where tables go. */
	readonly hint: string;
}

/** Tables in the database of the system itself, which a link leads to. */
export interface SqlPlace {
	readonly name: string;
	readonly driver: "sql";
	/** One of the platform's own. */
	readonly link: DatabaseLink;
	readonly system: SqlSystem;
	wanted(extension: Extension): WantedTables;
}

/** How an outside system is reached: kept sealed, one of each. `kind` says what its URL leads to. */
export type LinkKind = DatabaseLink | RepositoryLink | ApiLink;

interface OutsideSystem {
	/** Stable: it is stored. */
	readonly id: string;
	/** As people call what it leads to: "OCS's database". */
	readonly name: string;
	/** What it is, and what a link to it gives; sentences. */
	readonly about: string;
	/** Where on its host its own URL is found; a sentence. */
	readonly whereFound: string;
	/** Stable: what its URL is sealed for. */
	readonly purpose: string;
	/** The variable of the environment whose URL wins, and is never stored. */
	readonly variable: string;
	/** Where it does not answer, or does not let us in. */
	readonly codes: Readonly<Record<"unreachable" | "unusable", ProblemCode>>;
}

export interface DatabaseLink extends OutsideSystem {
	readonly kind: "database";
	/** Of its schema's version in what scripts are shown. */
	readonly versionKey: string;
	/** Whether what it leads to can be worked with; looks only. Throws GraftError "unreachable". */
	check(connection: DatabaseConnection): Promise<LinkCheck>;
}

/** A git repository: it can be worked with where it has a commit on the branch that clones check out. */
export interface RepositoryLink extends OutsideSystem {
	readonly kind: "git";
}

/** An HTTP API, with the user and the password of whoever is to be asked as. */
export interface ApiLink extends OutsideSystem {
	readonly kind: "api";
	readonly signIn: SignIn;
	/** Why it cannot be worked with; empty where it can. Looks only, and throws as that does. */
	check(api: ApiReader): Promise<readonly Problem[]>;
}

export interface LinkCheck {
	/** What the server calls itself, such as `10.11.6-MariaDB`; null where it does not say. */
	readonly serverVersion: string | null;
	/** Of the system's own schema; null where it could not be read, or is none. */
	readonly schemaVersion: number | null;
	/** Why it cannot be used; empty where it can. */
	readonly problems: readonly Problem[];
}

/** A folder of the git repository that a link leads to, which the system hands to its machines. */
export interface GitPlace {
	readonly name: string;
	readonly driver: "git";
	/** One of the platform's own. */
	readonly link: RepositoryLink;
	/** Of an extension that is taken away, its folder alone counts; `tree` may be empty then. */
	wanted(extension: Extension, tree: FileTree): WantedFolder;
}

/** What groups of machines run, as the API keeps it that a link leads to. Where nothing is linked, a way leaves it out. */
export interface HttpPlace {
	readonly name: string;
	readonly driver: "http";
	/** One of the platform's own. */
	readonly link: ApiLink;
	readonly system: BindingSystem;
	wanted(extension: Extension): WantedBindings;
}

export type TablesSeen =
	| { readonly tables: readonly TableSeen[] }
	/** Why nobody can tell. */
	| { readonly unknown: string };

export interface TableSeen {
	readonly table: string;
	/** `drifted`: not as this version wants it. */
	readonly state: "in-sync" | "drifted" | "missing";
}

/** What the administrator said about a server; all of it can be left out. */
export interface Given {
	readonly serverDir?: string;
	/** Reload the host's service at the end: asked for, never assumed. */
	readonly reload?: boolean;
}

export interface Failures {
	/** In order; milliseconds since 1970, by the server's clock. */
	readonly at: readonly number[];
	/** What the host's own log says last about it; data from the server. */
	readonly last: string | null;
}
