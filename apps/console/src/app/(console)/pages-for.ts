/** The pages that stand in the navigation of somebody with this role. */
export function pagesFor(
	role: string,
): readonly { readonly href: string; readonly name: string }[] {
	const everybody = [
		{ href: "/extensions", name: "Extensions" },
		{ href: "/operations", name: "Operations" },
	];
	if (role !== "administrator") return everybody;
	return [
		...everybody,
		{ href: "/people", name: "People" },
		{ href: "/settings", name: "Settings" },
	];
}
