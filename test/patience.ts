const factor = Number(process.env.GRAFT_TEST_PATIENCE ?? "1");
if (!Number.isInteger(factor) || factor < 1)
	throw new Error("GRAFT_TEST_PATIENCE must be a whole number, 1 or more");

/**
 * A limit in milliseconds for something that is waited for: it only ends a test that hangs, so it is large, and larger
 * still on a machine that is busy with other work (GRAFT_TEST_PATIENCE, a factor).
 */
export function patient(milliseconds: number): number {
	return milliseconds * factor;
}
