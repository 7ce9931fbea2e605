import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { GraftError } from "@graft/core/domain/errors";

const algorithm = "aes-256-gcm";
const nonceBytes = 12;
const tagBytes = 16;

/**
 * Encrypts `text` for one purpose (AES-256-GCM, a new nonce each time): `1.` and base64url of nonce, tag and cipher text.
 * What was sealed for one purpose does not open for another.
 */
export function seal(key: Uint8Array, purpose: string, text: string): string {
	const nonce = randomBytes(nonceBytes);
	const cipher = createCipheriv(algorithm, key, nonce).setAAD(Buffer.from(purpose));
	const body = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
	return `1.${Buffer.concat([nonce, cipher.getAuthTag(), body]).toString("base64url")}`;
}

/** Throws GraftError "refused" where the key is another one, or the text was changed. */
export function unseal(key: Uint8Array, purpose: string, sealed: string): string {
	const bytes = Buffer.from(sealed.slice("1.".length), "base64url");
	const nonce = bytes.subarray(0, nonceBytes);
	const tag = bytes.subarray(nonceBytes, nonceBytes + tagBytes);
	try {
		const decipher = createDecipheriv(algorithm, key, nonce, { authTagLength: tagBytes })
			.setAAD(Buffer.from(purpose))
			.setAuthTag(tag);
		const body = decipher.update(bytes.subarray(nonceBytes + tagBytes));
		return Buffer.concat([body, decipher.final()]).toString("utf8");
	} catch (cause) {
		throw new GraftError(
			"refused",
			"The stored credentials do not open with the key in GRAFT_HOME.",
			{
				hint: "Restore the key that they were stored with, or enter them again.",
				cause,
			},
		);
	}
}
