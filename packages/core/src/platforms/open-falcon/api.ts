import * as z from "zod";
import type { ApiReader, SignIn } from "../../apis/api.ts";
import type { Problem } from "../../domain/problem.ts";
import type { ApiLink } from "../place.ts";
import { falconCodes } from "./codes.ts";

/** What it answers a sign-in (docs/platforms/open-falcon.md); both go back to it in each request. */
const token = z.object({ name: z.string(), sig: z.string().min(1) });

/** The session stays: the API has one for each user, which a sign-out would end for others too. */
const signIn: SignIn = {
	request: (name, password) => ({
		method: "POST",
		path: "/api/v1/user/login",
		body: { name, password },
	}),
	headers: (answer) => {
		const { data } = token.safeParse(answer);
		return data === undefined ? null : { Apitoken: JSON.stringify(data) };
	},
};

const codes = {
	unreachable: falconCodes["open-falcon/api-unreachable"],
	unusable: falconCodes["open-falcon/api-refuses"],
};

export const apiLink: ApiLink = {
	kind: "api",
	id: "open-falcon-api",
	name: "Open-Falcon's API",
	about:
		"The HTTP API that Open-Falcon's portal uses too. Once it is linked, an extension's folders and scripts are bound to host groups by it. Linking changes nothing there.",
	whereFound:
		"The API's cfg.json names its port, as web_port. User and password are those of the portal.",
	purpose: "URL of Open-Falcon's API",
	variable: "FALCON_API_URL",
	codes,
	signIn,
	check,
};

/** Whether its user sees host groups. */
async function check(api: ApiReader): Promise<readonly Problem[]> {
	const answer = await api.read("/api/v1/hostgroup");
	if (Array.isArray(answer)) return [];
	return [
		{
			severity: "error",
			code: codes.unusable,
			path: "",
			message: `${api.label} answers, and gives no list of host groups: this is not Open-Falcon's API.`,
			hint: apiLink.whereFound,
			part: "agent",
		},
	];
}
