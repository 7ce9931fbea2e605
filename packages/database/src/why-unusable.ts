import { isBusy } from "./retry-busy.ts";

const places = /^SQLITE_(FULL|IOERR|READONLY|CANTOPEN|CORRUPT|NOTADB|PERM|AUTH|NOMEM)/;

/** What the place of the database has against it, for people; undefined for anything that is no fault of the place. */
export function whyUnusable(error: unknown): string | undefined {
	if (isBusy(error)) return "another process holds it, and did not release it in time";
	const { code, message } = originalOf(error);
	return places.test(code) ? message : undefined;
}

/** Prisma keeps the driver's own words deep inside. */
function originalOf(error: unknown): { code: string; message: string } {
	if (!(error instanceof Error)) return { code: "", message: "" };
	const { meta } = error as { meta?: { driverAdapterError?: { cause?: Original } } };
	const original = meta?.driverAdapterError?.cause;
	const code = original?.originalCode ?? ("code" in error ? String(error.code) : "");
	return { code, message: original?.originalMessage ?? error.message };
}

interface Original {
	readonly originalCode?: string;
	readonly originalMessage?: string;
}
