import type { Prisma } from "@graft/database/generated/client";

/** The right to work on one extension, in all its places, as the only one of this instance. */
export interface HeldLease {
	readonly extensionId: string;
	/** Stored together with what was done, or neither: fails (P2025) where somebody else took over. */
	renew(): Prisma.PrismaPromise<unknown>;
	/** False where this process was held up for so long that it was taken for dead. */
	isHeld(): Promise<boolean>;
}
