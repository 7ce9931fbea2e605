/** Devices of DOS, whatever follows the first dot: learn.microsoft.com/windows/win32/fileio/naming-a-file. */
const DEVICE = /^(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[1-9¹²³]) *(?:\.|$)/i;

/** Why Windows cannot keep this name of a file or folder as it is; undefined where it can. */
export function windowsObjection(name: string): string | undefined {
	if (DEVICE.test(name)) return "Windows takes it for a device";
	if (/[ .]$/.test(name)) return "Windows removes the dot or the space at its end";
	const [character] = /[<>:"|?*\\\p{Cc}]/u.exec(name) ?? [];
	return character === undefined ? undefined : `Windows allows no ${character} in a name`;
}

/** Zero-width characters, marks that turn the writing direction, and others that nobody sees. */
const INVISIBLE = /[\p{Default_Ignorable_Code_Point}\p{Bidi_Control}\p{Cf}]/u;

export function holdsInvisible(path: string): boolean {
	return INVISIBLE.test(path);
}
