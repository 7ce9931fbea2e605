/** undefined where the text is none, no JSON, or not of that shape. */
export function parseJson<T>(
	text: string | undefined,
	schema: { safeParse(value: unknown): { success: boolean; data?: T | undefined } },
): T | undefined {
	if (text === undefined) return undefined;
	try {
		return schema.safeParse(JSON.parse(text)).data;
	} catch {
		return undefined;
	}
}
