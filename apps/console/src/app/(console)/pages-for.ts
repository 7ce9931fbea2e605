/** The pages that stand in the navigation of somebody with this role. */
export function pagesFor(
	role: string,
): readonly { readonly href: string; readonly name: string }[] {
	const extensions = { href: "/extensions", name: "Extensions" };
	if (role !== "administrator") return [extensions];
	return [extensions, { href: "/people", name: "People" }, { href: "/settings", name: "Settings" }];
}
