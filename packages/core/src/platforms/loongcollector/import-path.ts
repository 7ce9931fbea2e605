/* The grammar of golang.org/x/mod/module, and narrower: what it takes, Go takes too. */

const element = /^[A-Za-z0-9_~][A-Za-z0-9._~-]*$/;

/** Nothing else can stand between the quotes of an import that a builder writes without escaping. */
export function isImportPath(path: string): boolean {
	const elements = path.split("/");
	return path.length <= 255 && elements.every((each) => element.test(each) && !each.endsWith("."));
}

/** One that no part of Go's own library can have: its first element is a domain. */
export function isModulePath(path: string): boolean {
	const [first = ""] = path.split("/");
	return isImportPath(path) && /^[a-z0-9][a-z0-9-]*(\.[a-z0-9-]+)+$/.test(first);
}

export function isWithin(modulePath: string, importPath: string): boolean {
	return importPath === modulePath || importPath.startsWith(`${modulePath}/`);
}

/** The last element that is no major version. */
export function baseName(modulePath: string): string {
	const elements = modulePath.split("/").filter((each, at) => at === 0 || !/^v\d+$/.test(each));
	return elements.at(-1) ?? "";
}

/** `v1.2.3`, with what may follow; never `latest`, nor a branch. */
export function isExplicitVersion(version: string): boolean {
	return /^v(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-[0-9A-Za-z.-]+)?$/.test(version);
}

/** Go takes a module of major version 2 and above only under a path that ends with it. */
export function majorFits(modulePath: string, version: string): boolean {
	const [, major = "0"] = /^v(\d+)\./.exec(version) ?? [];
	const [, named] = /\/v(\d+)$/.exec(modulePath) ?? [];
	return named === undefined ? Number(major) < 2 : named === major;
}
