import { GraftError } from "@graft/core/domain/errors";
import type { Operation, Prisma } from "@graft/database/generated/client";
import type { Context } from "../context/context.ts";

export type FoundOperation = Prisma.OperationGetPayload<{ include: { server: true } }>;

/** By its id, or by as much of its beginning as names one; a part gives the whole that it is of. Throws "not-found". */
export async function findOperation({ database }: Context, id: string): Promise<FoundOperation> {
	const found = await database.operation.findMany({
		where: { id: { startsWith: id } },
		include: { server: true },
		take: 2,
	});
	const [one] = found;
	if (one === undefined) throw none(id);
	const exact = found.find((each: Operation) => each.id === id);
	if (exact === undefined && found.length > 1)
		throw new GraftError("usage", `More than one operation begins with ${id}.`, {
			hint: "Give more of its id.",
		});
	const named = exact ?? one;
	return named.parentId === null ? named : findOperation({ database } as Context, named.parentId);
}

function none(id: string): GraftError {
	return new GraftError("not-found", `There is no operation ${id}.`, {
		hint: "install-plugin operations lists them; old ones are pruned.",
	});
}
