import { GraftError } from "@graft/core/domain/errors";
import type { Choice } from "@graft/core/platforms/delivery";
import type { Options } from "../program/invocation.ts";
import { missing } from "../program/server-flags.ts";
import type { Ask } from "../terminal/ask.ts";

/** The schemas want arrays of their own. */
type Mutable<T> = T extends { kind: "machines" } ? { kind: "machines"; names: string[] } : T;

/** Whom a package is for. */
export type Machines = Mutable<Choice>;

/** By flags; undefined where none says it. */
export function machinesFromFlags({ all, group, machine }: Options): Machines | undefined {
	const choices: Machines[] = [
		...(all ? [{ kind: "all" } as const] : []),
		...(group === undefined ? [] : [{ kind: "group", name: group } as const]),
		...(machine === undefined ? [] : [{ kind: "machines" as const, names: [...machine] }]),
	];
	if (choices.length > 1)
		throw new GraftError("usage", "Give one of --all, --group and --machine.");
	return choices[0];
}

export function noMachines(): GraftError {
	return missing("--all, --group or --machine", "for which machines it is");
}

export async function askMachines(ask: Ask): Promise<Machines> {
	const kind = await ask.choose("For which machines?", [
		{ value: "machines", name: "some machines, by name" },
		{ value: "group", name: "a group of machines" },
		{ value: "all", name: "all machines" },
	] as const);
	if (kind === "all") return { kind };
	const refuse = (answer: string) => (answer.trim() === "" ? "Give a name." : undefined);
	if (kind === "group") return { kind, name: (await ask.text("Group", { refuse })).trim() };
	const answer = await ask.text("Machines, separated by commas", { refuse });
	const names = answer.split(",").map((name) => name.trim());
	return { kind, names: names.filter((name) => name !== "") };
}
