import type { ApiReader } from "../../../apis/api.ts";
import type { BindingSystem, Group, Row } from "../system.ts";

/** The bindings of one extension, as they are now. */
export interface SeenBindings {
	readonly api: string;
	readonly groups: readonly Group[];
	readonly rows: readonly SeenRow[];
}

export interface SeenRow extends Row {
	readonly group: Group;
}

/** So many groups are asked for at a time. */
const atOnce = 4;

export async function lookAtBindings(
	api: ApiReader,
	system: BindingSystem,
	folder: string,
): Promise<SeenBindings> {
	const groups = await system.groups(api);
	const rest = groups.entries();
	const found: (readonly SeenRow[])[] = [];
	const worker = async () => {
		for (const [at, group] of rest) found[at] = await lookAtGroup(api, system, group, folder);
	};
	await Promise.all(Array.from({ length: atOnce }, worker));
	return { api: api.label, groups, rows: found.flat() };
}

/** What is the extension's own in one group. */
export async function lookAtGroup(
	api: ApiReader,
	system: BindingSystem,
	group: Group,
	folder: string,
): Promise<readonly SeenRow[]> {
	const rows = await system.rows(api, group);
	return rows.filter(({ path }) => isWithin(folder, path)).map((row) => ({ ...row, group }));
}

export function isWithin(folder: string, path: string): boolean {
	return path === folder || path.startsWith(`${folder}/`);
}
