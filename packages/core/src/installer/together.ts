/** Waits for all of them, even where one fails: nothing may still be under way when the going back begins. */
export async function together(work: readonly Promise<unknown>[]): Promise<void> {
	const results = await Promise.allSettled(work);
	const failed = results.find((result) => result.status === "rejected");
	if (failed) throw failed.reason;
}
