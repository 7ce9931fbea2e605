/** Minimal programs: headers as an operating system reads them, and behind them the bytes that they name. */

export interface ElfSample {
	readonly bits?: 32 | 64;
	readonly bigEndian?: boolean;
	/** System V ABI: `e_machine`, 62 is amd64. */
	readonly machine?: number;
	/** `EI_OSABI`; 0 says nothing, as Linux' own do. */
	readonly system?: number;
	/** `e_type`; 2 is a program, 3 one that may lie anywhere, 1 an object file. */
	readonly type?: number;
	/** Bytes of each segment, one behind the other. */
	readonly segments?: readonly number[];
}

export function elf({
	bits = 64,
	bigEndian = false,
	machine = 62,
	system = 0,
	type = 2,
	segments = [16],
}: ElfSample = {}): Uint8Array {
	const is64 = bits === 64;
	const [headerSize, entrySize] = is64 ? [64, 56] : [52, 32];
	const start = headerSize + entrySize * segments.length;
	const bytes = new Uint8Array(start + segments.reduce((sum, size) => sum + size, 0));
	const view = new DataView(bytes.buffer);
	const half = (at: number, value: number) => view.setUint16(at, value, !bigEndian);
	const word = (at: number, value: number) =>
		is64 ? view.setBigUint64(at, BigInt(value), !bigEndian) : view.setUint32(at, value, !bigEndian);
	bytes.set([0x7f, 0x45, 0x4c, 0x46, is64 ? 2 : 1, bigEndian ? 2 : 1, 1, system]);
	half(16, type);
	half(18, machine);
	word(is64 ? 0x20 : 0x1c, headerSize);
	half(is64 ? 0x36 : 0x2a, entrySize);
	half(is64 ? 0x38 : 0x2c, segments.length);
	let offset = start;
	segments.forEach((size, index) => {
		const entry = headerSize + entrySize * index;
		view.setUint32(entry, 1, !bigEndian);
		word(entry + (is64 ? 0x08 : 0x04), offset);
		word(entry + (is64 ? 0x20 : 0x10), size);
		offset += size;
	});
	return bytes;
}

/** Of Windows; 34404 is amd64. Without `signature` it is one of DOS. */
export function pe(machine = 34404, signature = 0x4550): Uint8Array {
	const bytes = new Uint8Array(0x98);
	const view = new DataView(bytes.buffer);
	bytes.set([0x4d, 0x5a]);
	view.setUint32(0x3c, 0x80, true);
	view.setUint32(0x80, signature, true);
	view.setUint16(0x84, machine, true);
	return bytes;
}

export const appleCpus = { amd64: 0x01000007, arm64: 0x0100000c };

/** Of Apple, for one machine. */
export function machO(cpu: number): Uint8Array {
	const bytes = new Uint8Array(32);
	const view = new DataView(bytes.buffer);
	view.setUint32(0, 0xfeedfacf, true);
	view.setUint32(4, cpu, true);
	return bytes;
}

/** Of Apple, several in one. */
export function fatMachO(...cpus: readonly number[]): Uint8Array {
	const bytes = new Uint8Array(8 + 20 * cpus.length);
	const view = new DataView(bytes.buffer);
	view.setUint32(0, 0xcafebabe);
	view.setUint32(4, cpus.length);
	for (const [index, cpu] of cpus.entries()) view.setUint32(8 + 20 * index, cpu);
	return bytes;
}
