import * as z from "zod";
import type { ApiReader } from "../../apis/api.ts";
import { GraftError } from "../../domain/errors.ts";
import type { Extension } from "../../domain/extension.ts";
import type { BindingSystem } from "../../drivers/http/system.ts";
import type { WantedBindings } from "../../drivers/http/wanted.ts";
import type { HttpPlace } from "../place.ts";
import { apiLink } from "./api.ts";

/* What the API answers stands in docs/platforms/open-falcon.md. */

const groups = z.array(z.object({ id: z.int(), grp_name: z.string() }));
const plugins = z.array(
	z.object({ id: z.int(), dir: z.string(), create_user: z.string().nullable().default(null) }),
);

/** Nothing here replaces the members of a group: the one request that would is not among these. */
const system: BindingSystem = {
	groups: async (api) =>
		(await read(api, "/api/v1/hostgroup", groups)).map(({ id, grp_name: name }) => ({ id, name })),
	rows: async (api, { id }) => {
		const answer = await read(api, `/api/v1/hostgroup/${id}/plugins`, plugins);
		return answer.map(({ id, dir, create_user: by }) => ({
			...{ id, by },
			// The portal takes a slash at the end, and means the same.
			path: dir.replace(/(?<=.)\/+$/, ""),
		}));
	},
	bind: ({ id }, path) => ({
		method: "POST",
		path: "/api/v1/plugin",
		body: { hostgroup_id: id, dir_path: path },
	}),
	unbind: ({ id }) => ({ method: "DELETE", path: `/api/v1/plugin/${id}` }),
};

export const boundGroups: HttpPlace = {
	name: "host groups",
	driver: "http",
	link: apiLink,
	system,
	wanted,
};

function wanted({ id, own }: Extension): WantedBindings {
	return { folder: id, paths: own.bindings ?? [] };
}

async function read<Shape extends z.ZodType>(
	api: ApiReader,
	path: string,
	shape: Shape,
): Promise<z.output<Shape>> {
	const { data } = shape.safeParse(await api.read(path));
	if (data !== undefined) return data;
	throw new GraftError("refused", `${api.label} answers ${path} with what is not understood.`, {
		hint: "Check that the URL leads to Open-Falcon's API.",
	});
}
