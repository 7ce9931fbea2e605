import type { Prisma, PrismaClient } from "./generated/client.ts";

type Start = (client: PrismaClient) => PromiseLike<unknown>;
/** A query that Prisma is given once somebody waits for it, as Prisma itself does with its own. */
type Deferred = Prisma.PrismaPromise<unknown> & { readonly start: Start };
type Callable = Record<string, (...args: unknown[]) => PromiseLike<unknown>>;

/**
 * Stands in for Prisma's client until the first query: Prisma takes longer to start than Node itself, and a command that
 * only looks asks it nothing.
 */
export function lazyClient(load: () => Promise<PrismaClient>): PrismaClient {
	let loading: Promise<PrismaClient> | undefined;
	const client = () => {
		loading ??= load();
		return loading;
	};
	const later = (start: Start): Deferred => {
		let asked: Promise<unknown> | undefined;
		const ask = () => {
			asked ??= client().then(start);
			return asked;
		};
		return {
			start,
			// biome-ignore lint/suspicious/noThenProperty: what Prisma gives is asked once it is waited for, and so is this.
			then: (done, failed) => ask().then(done, failed),
			catch: (failed) => ask().catch(failed),
			finally: (end) => ask().finally(end),
			[Symbol.toStringTag]: "PrismaPromise",
		};
	};
	const own: Readonly<Record<string, unknown>> = {
		$disconnect: async () => (await loading)?.$disconnect(),
		$transaction: async (work: readonly Deferred[] | never, options?: never) => {
			const real = await client();
			if (!Array.isArray(work)) return real.$transaction(work as never, options);
			const started = (work as readonly Deferred[]).map(({ start }) => start(real));
			return real.$transaction(started as never, options);
		},
	};
	return named((name) => {
		if (Object.hasOwn(own, name)) return own[name];
		if (name.startsWith("$"))
			return (...args: unknown[]) => later((real) => callable(real)[name]?.(...args) as never);
		return named(
			(method) =>
				(...args: unknown[]) =>
					later(
						(real) =>
							(real as unknown as Record<string, Callable>)[name]?.[method]?.(...args) as never,
					),
		);
	}) as unknown as PrismaClient;
}

function callable(client: PrismaClient): Callable {
	return client as unknown as Callable;
}

/** Has every name but that by which something would be taken for a promise. */
function named(member: (name: string) => unknown): object {
	return new Proxy(
		{},
		{ get: (_, name) => (typeof name === "string" && name !== "then" ? member(name) : undefined) },
	);
}
