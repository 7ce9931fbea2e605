type Value = string | number | null | undefined;

/**
 * Whether a column of OCS's holds `wanted` as well as it can: of a character that it does not have a question mark is left,
 * in utf8mb3 of those beyond three bytes, in the latin1 of an old OCS of most.
 */
export function isHeldAs(held: Value, wanted: Value): boolean {
	if (typeof held !== "string" || typeof wanted !== "string") return held === wanted;
	const [there, told] = [[...held], [...wanted]];
	return (
		there.length === told.length &&
		told.every((character, at) => {
			const isLost = there[at] === "?" && character > "\x7f";
			return isLost || there[at] === character;
		})
	);
}
