/** What a copy to `path` is called until it is whole. Where one was cut off, it lies there until the next copy to `path`. */
export function halfOf(path: string): string {
	return `${path}.half`;
}
