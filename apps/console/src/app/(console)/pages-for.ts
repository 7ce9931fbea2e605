/** The pages that stand in the navigation of somebody with this role. */
export function pagesFor(
	role: string,
): readonly { readonly href: string; readonly name: string }[] {
	const extensions = { href: "/extensions", name: "Extensions" };
	return role === "administrator"
		? [extensions, { href: "/people", name: "People" }]
		: [extensions];
}
