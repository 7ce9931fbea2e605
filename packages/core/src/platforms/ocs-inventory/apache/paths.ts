/** Paths of a server: always POSIX, whatever Graft itself runs on. */
export function resolve(base: string, path: string): string {
	return tidy(path.startsWith("/") ? path : `${base}/${path}`);
}

/** Without `//`, `.` and a closing slash; `..` stays, because links decide what it means. */
export function tidy(path: string): string {
	const segments = path.split("/").filter((segment) => segment !== "" && segment !== ".");
	return `${path.startsWith("/") ? "/" : ""}${segments.join("/")}`;
}

export function dirname(path: string): string {
	const at = path.lastIndexOf("/");
	return at <= 0 ? "/" : path.slice(0, at);
}

export function basename(path: string): string {
	return path.slice(path.lastIndexOf("/") + 1);
}
