/** The little that is read of a page; the tests are compiled without the browser's own types. */
interface PageElement {
	readonly id: string;
	readonly textContent: string;
	readonly outerHTML: string;
	readonly scrollWidth: number;
	readonly clientWidth: number;
	readonly labels?: Iterable<PageElement> | null;
	getAttribute(name: string): string | null;
	getClientRects(): { readonly length: number };
}

interface PageDocument {
	readonly title: string;
	readonly documentElement: PageElement;
	querySelectorAll(selector: string): Iterable<PageElement>;
	getElementById(id: string): PageElement | null;
}

/**
 * What a person who cannot see, cannot point or has a narrow screen would stumble over; [] where there is
 * nothing. Runs in the page, so that it uses nothing from outside itself.
 */
export function stumblingBlocks(): string[] {
	const { document } = globalThis as unknown as { document: PageDocument };
	const all = (selector: string): PageElement[] => [...document.querySelectorAll(selector)];
	const isVisible = (element: PageElement): boolean => element.getClientRects().length > 0;
	const nameOf = (element: PageElement): string =>
		[
			element.getAttribute("aria-label"),
			document.getElementById(element.getAttribute("aria-labelledby") ?? "")?.textContent,
			...[...(element.labels ?? [])].map((label) => label.textContent),
			element.textContent,
			element.getAttribute("title"),
		].join("");

	const found = all("a, button, input, select, textarea, [role=tab]")
		.filter((element) => isVisible(element) && element.getAttribute("aria-hidden") !== "true")
		.filter((element) => nameOf(element).trim() === "")
		.map((element) => `without a name: ${element.outerHTML.slice(0, 160)}`);

	const headings = all("h1").filter(isVisible).length;
	if (headings !== 1) found.push(`${headings} main headings`);
	const { documentElement, title } = document;
	if (!documentElement.getAttribute("lang")) found.push("no language");
	if (title === "") found.push("no title");
	const ids = all("[id]").map(({ id }) => id);
	const twice = ids.filter((id, index) => ids.indexOf(id) !== index);
	if (twice.length > 0) found.push(`the same id twice: ${twice.join(", ")}`);
	const { scrollWidth, clientWidth } = documentElement;
	if (scrollWidth > clientWidth) found.push(`${scrollWidth} pixels wide on ${clientWidth}`);
	return found;
}
