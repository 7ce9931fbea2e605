/** What a program can run on, as Go names it. */
export interface Machine {
	readonly os: string;
	readonly arch: string;
}

export function isFor({ os, arch }: Machine): (machine: Machine) => boolean {
	return (machine) => machine.os === os && machine.arch === arch;
}

export type Program =
	/** Of several machines only where Apple's format holds several programs. */
	| { readonly kind: "binary"; readonly machines: readonly Machine[] }
	/** Runs wherever its interpreter is. */
	| { readonly kind: "script"; readonly interpreter: string };

/**
 * By its first bytes, as an operating system tells, of a file of `size` bytes; a sentence's end that says what is wrong where
 * none would run it.
 */
export function readProgram(
	bytes: Uint8Array,
	size = bytes.length,
): Program | { readonly fault: string } {
	if (size === 0) return { fault: "is empty" };
	if (startsWith(bytes, [0x23, 0x21])) return readScript(bytes);
	if (size < 4) return { fault: neither };
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	try {
		if (startsWith(bytes, [0x7f, 0x45, 0x4c, 0x46])) return readElf(view, size);
		if (startsWith(bytes, [0x4d, 0x5a])) return readPe(view, size);
		const machines = machOMachines(view, size);
		if (machines !== undefined) return binary(machines);
	} catch (error) {
		if (!(error instanceof RangeError)) throw error;
		return { fault: "is cut off: its header names more than there is" };
	}
	return { fault: neither };
}

const neither = "is neither a program nor a script with a #! line";

/** What is named must be there. */
function requireWithin(size: number, end: number): void {
	if (end > size) throw new RangeError("a part of it lies behind its end");
}

function readScript(bytes: Uint8Array): Program | { readonly fault: string } {
	const [line = ""] = new TextDecoder("latin1").decode(bytes.subarray(2, 256)).split("\n");
	if (line.endsWith("\r"))
		return { fault: "has Windows line ends: Unix would look for an interpreter of that name" };
	const interpreter = line.trim();
	return interpreter.startsWith("/")
		? { kind: "script", interpreter }
		: { fault: "has a #! line without an absolute path" };
}

/** System V ABI, chapter 4; the numbers of machines are those of its registry. */
const elfMachines: Readonly<Record<number, string>> = {
	3: "386",
	40: "arm",
	62: "amd64",
	183: "arm64",
	243: "riscv64",
	21: "ppc64",
	22: "s390x",
	258: "loong64",
};
const elfSystems: Readonly<Record<number, string>> = {
	0: "linux",
	2: "netbsd",
	3: "linux",
	9: "freebsd",
	12: "openbsd",
};

function readElf(view: DataView, size: number): Program | { readonly fault: string } {
	const is64 = view.getUint8(4) === 2;
	const little = view.getUint8(5) === 1;
	const type = view.getUint16(16, little);
	if (type !== 2 && type !== 3) return { fault: "is an ELF file, but no program" };
	const arch = elfMachines[view.getUint16(18, little)];
	const os = elfSystems[view.getUint8(7)];
	if (arch === undefined || os === undefined)
		return { fault: "is a program for a machine that Dkron is not built for" };
	const word = (at: number) =>
		is64 ? Number(view.getBigUint64(at, little)) : view.getUint32(at, little);
	const table = word(is64 ? 0x20 : 0x1c);
	const each = view.getUint16(is64 ? 0x36 : 0x2a, little);
	const count = view.getUint16(is64 ? 0x38 : 0x2c, little);
	if (count === 0 || each < (is64 ? 0x38 : 0x20))
		return { fault: "is an ELF file without anything to load" };
	requireWithin(size, table + each * count);
	for (let at = table; at < table + each * count; at += each)
		requireWithin(size, word(at + (is64 ? 0x08 : 0x04)) + word(at + (is64 ? 0x20 : 0x10)));
	return binary([{ os, arch: arch === "ppc64" && little ? "ppc64le" : arch }]);
}

/** Microsoft's PE format, "COFF file header". */
const peMachines: Readonly<Record<number, string>> = {
	332: "386",
	452: "arm",
	34404: "amd64",
	43620: "arm64",
};

function readPe(view: DataView, size: number): Program | { readonly fault: string } {
	const header = view.getUint32(0x3c, true);
	if (view.getUint32(header, true) !== 0x4550) return { fault: "is a program for DOS" };
	const sections = view.getUint16(header + 6, true);
	requireWithin(size, header + 24 + view.getUint16(header + 20, true) + 40 * sections);
	const arch = peMachines[view.getUint16(header + 4, true)];
	return arch === undefined
		? { fault: "is a program for a machine that Dkron is not built for" }
		: binary([{ os: "windows", arch }]);
}

/** Apple's mach-o/loader.h and mach-o/fat.h. */
const machCpus: Readonly<Record<number, string>> = { 16777223: "amd64", 16777228: "arm64" };

function machOMachines(view: DataView, size: number): Machine[] | undefined {
	const magic = view.getUint32(0, false);
	const of = (cpu: number): Machine[] => {
		const arch = machCpus[cpu];
		return arch === undefined ? [] : [{ os: "darwin", arch }];
	};
	if (magic === 0xcffaedfe) {
		requireWithin(size, 32 + view.getUint32(20, true));
		return of(view.getUint32(4, true));
	}
	if (magic !== 0xcafebabe) return undefined;
	// A class file of Java begins like this too; what counts its programs is a version there, and never below 45.
	const count = view.getUint32(4, false);
	if (count === 0 || count > 16) return undefined;
	return Array.from({ length: count }, (_, at) => of(view.getUint32(8 + 20 * at, false))).flat();
}

function binary(machines: readonly Machine[]): Program | { readonly fault: string } {
	return machines.length === 0
		? { fault: "is a program for a machine that Dkron is not built for" }
		: { kind: "binary", machines };
}

function startsWith(bytes: Uint8Array, magic: readonly number[]): boolean {
	return magic.every((byte, at) => bytes[at] === byte);
}

/**
 * The version of its main module, which Go writes into each program since 1.18 (debug/buildinfo); undefined for one of another
 * language, and for one that was built from no tagged version.
 */
export function goVersion(bytes: Uint8Array): string | undefined {
	const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	const mark = text.indexOf("\xff Go buildinf:", 0, "latin1");
	if (mark < 0) return undefined;
	const at = text.indexOf("\nmod\t", 0, "latin1");
	if (at < 0) return undefined;
	const line = text.toString("latin1", at, Math.min(at + 1024, text.length));
	return /^\nmod\t[^\t\n]+\tv(\d[^\t\n]*)/.exec(line)?.[1];
}
