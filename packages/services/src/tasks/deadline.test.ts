import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Deadline } from "./deadline.ts";

beforeEach(() => {
	vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
});
afterEach(() => {
	vi.useRealTimers();
});

it("fires after its time, and not before", () => {
	const { signal } = new Deadline(1000);
	vi.advanceTimersByTime(999);
	expect(signal.aborted).toBe(false);
	vi.advanceTimersByTime(1);
	expect(signal.aborted).toBe(true);
});

it("stands still for as long as it is told to, and goes on with what was left", () => {
	const deadline = new Deadline(1000);
	vi.advanceTimersByTime(600);
	deadline.pause();
	deadline.pause();
	vi.advanceTimersByTime(60_000);
	expect(deadline.signal.aborted).toBe(false);
	deadline.resume();
	vi.advanceTimersByTime(399);
	expect(deadline.signal.aborted).toBe(false);
	vi.advanceTimersByTime(1);
	expect(deadline.signal.aborted).toBe(true);
});

it("never fires once it is over", () => {
	const deadline = new Deadline(1000);
	deadline.pause();
	vi.advanceTimersByTime(60_000);
	expect(deadline.signal.aborted).toBe(false);
});
