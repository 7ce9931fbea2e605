import type { ExtensionSummary } from "@graft/services/extensions/extension-summary";

type Listed = Pick<
	ExtensionSummary,
	"id" | "name" | "description" | "active" | "problems" | "servers" | "importedAt"
>;

type Test = (extension: Listed) => boolean;

/** Problems that ask for somebody: notes do not. */
export function countGrave({ problems }: Pick<Listed, "problems">): number {
	return problems.filter(({ severity }) => severity !== "info").length;
}

export const filters = {
	all: { label: "All", test: () => true },
	active: { label: "Active", test: ({ active }) => active },
	inactive: { label: "Not active", test: ({ active }) => !active },
	servers: { label: "On a server", test: ({ servers }) => servers.length > 0 },
	attention: {
		label: "Needs attention",
		test: (extension) =>
			countGrave(extension) > 0 || extension.servers.some(({ state }) => state !== "in-sync"),
	},
} as const satisfies Record<string, { label: string; test: Test }>;

const byName = (one: Listed, other: Listed): number => one.name.localeCompare(other.name, "en");
const since = ({ importedAt }: Listed): number => importedAt?.getTime() ?? 0;

export const orders = {
	name: { label: "Name", compare: byName },
	newest: {
		label: "Imported last",
		compare: (one, other) => since(other) - since(one) || byName(one, other),
	},
	problems: {
		label: "Most problems",
		compare: (one, other) => countGrave(other) - countGrave(one) || byName(one, other),
	},
} as const satisfies Record<
	string,
	{ label: string; compare: (one: Listed, other: Listed) => number }
>;

export interface Wish {
	/** Words of which each must occur in the id, the name or the description. */
	readonly find: string;
	readonly show: keyof typeof filters;
	readonly sort: keyof typeof orders;
}

/** From an address; what it says that we do not know counts as not said. */
export function wishOf(query: { get(name: string): string | null }): Wish {
	const show = query.get("show") ?? "";
	const sort = query.get("sort") ?? "";
	return {
		find: query.get("find") ?? "",
		show: Object.hasOwn(filters, show) ? (show as Wish["show"]) : "all",
		sort: Object.hasOwn(orders, sort) ? (sort as Wish["sort"]) : "name",
	};
}

/** For the address: what is as it is without a wish is left out. */
export function queryOf({ find, show, sort }: Wish): string {
	const said = { find, show: show === "all" ? "" : show, sort: sort === "name" ? "" : sort };
	return new URLSearchParams(Object.entries(said).filter(([, value]) => value !== "")).toString();
}

export function arrange<T extends Listed>(
	extensions: readonly T[],
	{ find, show, sort }: Wish,
): readonly T[] {
	const words = find.toLowerCase().split(/\s+/).filter(Boolean);
	const holds = ({ id, name, description }: T): boolean => {
		const text = `${id} ${name} ${description}`.toLowerCase();
		return words.every((word) => text.includes(word));
	};
	return extensions
		.filter((extension) => filters[show].test(extension) && holds(extension))
		.sort(orders[sort].compare);
}
