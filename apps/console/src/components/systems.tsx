"use client";

import { createContext, type ReactNode, useContext } from "react";

/** A system that extensions extend, as people are told of it. */
export interface System {
	readonly id: string;
	/** "OCS Inventory" */
	readonly name: string;
	/** Within a sentence: "OCS" */
	readonly short: string;
	/** A service on its servers reads anew what lies there once it is reloaded. */
	readonly reloads: boolean;
	/** Its extensions have a place on servers. */
	readonly hasServers: boolean;
	/** Its agents are given bundles. */
	readonly hasBundles: boolean;
}

const All = createContext<readonly System[]>([]);
const Current = createContext("");

export function SystemsProvider({
	systems,
	children,
}: {
	systems: readonly System[];
	children: ReactNode;
}) {
	return <All value={systems}>{children}</All>;
}

/** Around what is shown of one extension: its system. */
export function SystemOf({ id, children }: { id: string; children: ReactNode }) {
	return <Current value={id}>{children}</Current>;
}

/** That of the extension around it where no id is given; one of a newer Graft is called by its id. */
export function useSystem(given?: string): System {
	const systems = useContext(All);
	const current = useContext(Current);
	const id = given ?? current;
	return systems.find((each) => each.id === id) ?? unknown(id);
}

function unknown(id: string): System {
	return { id, name: id, short: id, reloads: false, hasServers: true, hasBundles: true };
}
