import type { ApiReader } from "../../../apis/api.ts";
import type { BindingSystem, Group, Row } from "../system.ts";

/** What groups are bound to, as it is now. */
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

/** Of one extension: what is its own. */
export async function lookAtBindings(
	api: ApiReader,
	system: BindingSystem,
	folder: string,
): Promise<SeenBindings> {
	return within(folder, await lookAtGroups(api, system));
}

/** Of everybody. */
export async function lookAtGroups(api: ApiReader, system: BindingSystem): Promise<SeenBindings> {
	const groups = await system.groups(api);
	const rest = groups.entries();
	const found: (readonly SeenRow[])[] = [];
	const worker = async () => {
		for (const [at, group] of rest) found[at] = await rowsOf(api, system, group);
	};
	await Promise.all(Array.from({ length: atOnce }, worker));
	return { api: api.label, groups, rows: found.flat() };
}

export async function rowsOf(
	api: ApiReader,
	system: BindingSystem,
	group: Group,
): Promise<readonly SeenRow[]> {
	const rows = await system.rows(api, group);
	return rows.map((row) => ({ ...row, group }));
}

export function within(folder: string, seen: SeenBindings): SeenBindings {
	return { ...seen, rows: seen.rows.filter(({ path }) => isWithin(folder, path)) };
}

export function isWithin(folder: string, path: string): boolean {
	return path === folder || path.startsWith(`${folder}/`);
}
