/** Called by Next once, before the server answers. */
export async function register(): Promise<void> {
	if (process.env.NEXT_RUNTIME !== "nodejs") return;
	const { start } = await import("./server/start.ts");
	await start();
}
