import type { Binding } from "@graft/core/domain/binding-plan";
import * as z from "zod";

const shape = z.array(z.object({ group: z.string(), path: z.string() })).readonly();

/** What an operation keeps of the bindings that stood there before it. */
export function noteOfBindings(bindings: readonly Binding[]): string {
	return JSON.stringify(bindings);
}

export function readNote(note: string): readonly Binding[] {
	return shape.parse(JSON.parse(note));
}
