import { parseApiUrl } from "@graft/core/apis/api-address";
import { labelOfDatabase, parseDatabaseUrl } from "@graft/core/databases/database-address";
import type { LinkKind } from "@graft/core/platforms/place";
import { parseRepositoryUrl } from "@graft/core/repositories/repository-address";

/** The URL without what is secret in it. Throws GraftError "usage" that repeats nothing of a wrong one. */
export function labelOfLink({ kind }: LinkKind, url: string): string {
	switch (kind) {
		case "database":
			return labelOfDatabase(parseDatabaseUrl(url));
		case "git":
			return parseRepositoryUrl(url).label;
		case "api":
			return parseApiUrl(url).label;
	}
}
