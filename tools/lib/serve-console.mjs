/**
 * How the built console is started, from the project's root. What lives in its heap is 65 MiB, and left alone it takes four
 * times that before it is tidied up: here it is tidied up sooner, and not so soon that pages wait for it. Nothing here bounds what it may take: a bound of the process
 * would be its workers' bound too, in place of their own.
 */
export function serveConsole(host, port) {
	return {
		args: [
			...["--heap-growing-percent=80", "--max-semi-space-size=2"],
			...["node_modules/next/dist/bin/next", "start", "apps/console"],
			...["-H", host, "-p", String(port)],
		],
		// Of glibc: each thread would keep what it freed.
		env: { NEXT_TELEMETRY_DISABLED: "1", MALLOC_ARENA_MAX: "2" },
	};
}
