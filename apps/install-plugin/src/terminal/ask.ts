import type { Person } from "@graft/core/connections/transport";
import type { Terminal } from "./terminal.ts";

export interface Choice<Value> {
	readonly value: Value;
	readonly name: string;
	/** Why it cannot be chosen. */
	readonly disabled?: string;
}

/** Questions to a person. Each ends with ExitPromptError when they press Ctrl-C. */
export interface Ask extends Person {
	/** By arrow keys, or by the number before each choice. */
	choose<Value>(message: string, choices: readonly Choice<Value>[]): Promise<Value>;
	/** Several of them, by space. */
	chooseSeveral<Value>(
		message: string,
		choices: readonly (Choice<Value> & { readonly chosen: boolean })[],
	): Promise<readonly Value[]>;
}

/** Questions go to stderr, so that stdout stays data. */
export function makeAsk({ stdin, stderr }: Terminal): Ask {
	const put = async <Answer>(question: object): Promise<Answer> => {
		const { default: inquirer } = await import("inquirer");
		const prompt = inquirer.createPromptModule({ input: stdin, output: stderr });
		const answers = await prompt([{ name: "answer", ...question } as never]);
		return (answers as { answer: Answer }).answer;
	};
	return {
		text: (message, { proposal, refuse } = {}) =>
			put<string>({
				type: "input",
				message,
				...(proposal === undefined ? {} : { default: proposal }),
				validate: async (answer: string) => (await refuse?.(answer)) ?? true,
			}),
		secret: (message) => put<string>({ type: "password", message }),
		confirm: (message, proposal) => put<boolean>({ type: "confirm", message, default: proposal }),
		choose: (message, choices) =>
			put({
				type: "select",
				message,
				pageSize: 15,
				loop: false,
				theme: { indexMode: "number" },
				choices: choices.map(({ disabled, ...choice }) => ({
					...choice,
					...(disabled === undefined ? {} : { disabled: `(${disabled})` }),
				})),
			}),
		chooseSeveral: (message, choices) =>
			put({
				type: "checkbox",
				message,
				pageSize: 15,
				choices: choices.map(({ value, name, chosen }) => ({ value, name, checked: chosen })),
			}),
	};
}

/** Ctrl-C at a question. */
export function isStopped(error: unknown): boolean {
	return error instanceof Error && error.name === "ExitPromptError";
}
