/** Waits for all of them, even where one fails: nothing may still be under way when the going back begins. */
export async function together(work: readonly Promise<unknown>[]): Promise<unknown[]> {
	const results = await Promise.allSettled(work);
	return results.map((result) => {
		if (result.status === "rejected") throw result.reason;
		return result.value;
	});
}
