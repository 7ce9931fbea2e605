import type { listExtensionsInput } from "@graft/services/extensions/list-extensions";
import type { z } from "zod";

type Asked = z.input<typeof listExtensionsInput>;

export const pageSize = 25;

export const filters = {
	all: { label: "All" },
	active: { label: "Active" },
	inactive: { label: "Not active" },
	servers: { label: "On a server" },
	attention: { label: "Needs attention" },
} as const;

export const orders = {
	name: { label: "Name" },
	newest: { label: "Imported last" },
	problems: { label: "Most problems" },
} as const;

export interface Wish {
	/** Words of which each must occur in the id, the name or the description. */
	readonly find: string;
	readonly show: keyof typeof filters;
	readonly sort: keyof typeof orders;
	readonly page: number;
}

/** From an address; what it says that we do not know counts as not said. */
export function wishOf(query: Readonly<Record<string, unknown>>): Wish {
	const said = (name: string) => (typeof query[name] === "string" ? query[name] : "");
	const [show, sort] = [said("show"), said("sort")];
	return {
		find: said("find").slice(0, 200),
		show: Object.hasOwn(filters, show) ? (show as Wish["show"]) : "all",
		sort: Object.hasOwn(orders, sort) ? (sort as Wish["sort"]) : "name",
		page: /^[1-9]\d{0,5}$/.test(said("page")) ? Number(said("page")) : 1,
	};
}

/** For the address: what is as it is without a wish is left out. */
export function queryOf({ find, show, sort, page }: Wish): string {
	const said = {
		find,
		show: show === "all" ? "" : show,
		sort: sort === "name" ? "" : sort,
		page: page === 1 ? "" : String(page),
	};
	return new URLSearchParams(Object.entries(said).filter(([, value]) => value !== "")).toString();
}

/** As the list is asked for it. */
export function askedFor({ find, show, sort, page }: Wish): Asked {
	return { search: find, sort, page, pageSize, ...(show === "all" ? {} : { state: show }) };
}
