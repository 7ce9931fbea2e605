/** Wrong passwords for one account from one address before it is refused; then it waits for the rest of the window. */
const mostFromOnePlace = 10;
/** Wrong passwords for one account from everywhere before each further attempt is slowed down. */
const mostAtFullSpeed = 20;
const windowMs = 15 * 60 * 1000;
const slowerByMs = 100;
const slowestMs = 3000;
/** Of memory: whoever comes with that many names is forgotten in turn. */
const mostKeys = 20_000;

interface Count {
	attempts: number;
	since: number;
}

/**
 * Keeps guessing slow without keeping anybody out: refused is only an account together with the address that guessed, so
 * that whoever knows the password is let in from theirs. Counts at the beginning, so that many at once count too.
 */
export class SignInLimit {
	readonly #counts = new Map<string, Count>();
	readonly #now: () => number;

	constructor(now: () => number = Date.now) {
		this.#now = now;
	}

	/** Milliseconds to wait before the password is looked at; null where it is not looked at. */
	begin(account: string, address: string): number | null {
		const place = this.#count(keyOf(account, address));
		if (place.attempts >= mostFromOnePlace) return null;
		const everywhere = this.#count(keyOf(account));
		place.attempts += 1;
		everywhere.attempts += 1;
		const over = everywhere.attempts - mostAtFullSpeed;
		return Math.min(slowestMs, Math.max(0, over) * slowerByMs);
	}

	/** It was the right one. */
	succeed(account: string, address: string): void {
		this.#counts.delete(keyOf(account, address));
		const everywhere = this.#count(keyOf(account));
		everywhere.attempts = Math.max(0, everywhere.attempts - 1);
	}

	#count(key: string): Count {
		const now = this.#now();
		const found = this.#counts.get(key);
		if (found !== undefined && now - found.since < windowMs) return found;
		const count = { attempts: 0, since: now };
		// To the end: what is dropped first is what was begun first.
		this.#counts.delete(key);
		this.#counts.set(key, count);
		if (this.#counts.size > mostKeys) {
			// Many at once: to find the first one costs as much as there were before it.
			const oldest = [...this.#counts.keys()].slice(0, mostKeys / 2);
			for (const each of oldest) this.#counts.delete(each);
		}
		return count;
	}
}

const keyOf = (account: string, address?: string): string =>
	JSON.stringify([account.trim().toLowerCase(), address]);

const key = Symbol.for("graft.console.sign-in-limit");
const shared = globalThis as { [key]?: SignInLimit };

export function signInLimit(): SignInLimit {
	shared[key] ??= new SignInLimit();
	return shared[key];
}
