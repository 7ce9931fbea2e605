import type { Api } from "@graft/core/apis/api";
import { openApi } from "@graft/core/apis/open-api";
import type { ApiLink } from "@graft/core/platforms/place";
import type { Context } from "../context/context.ts";
import { demandLink } from "./stored-link.ts";

/** Signs in to the API that is linked. Throws GraftError "usage" where none is, and as signing in does. */
export async function openLinkedApi(ctx: Context, kind: ApiLink): Promise<Api> {
	return openApi((await demandLink(ctx, kind)).url, kind.signIn);
}
