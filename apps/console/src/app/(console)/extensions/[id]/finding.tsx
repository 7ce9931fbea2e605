"use client";

import type { Beginning } from "@graft/core/domain/beginning";
import { Button, Group, TextInput } from "@mantine/core";
import { type FormEvent, type ReactNode, useState } from "react";
import { FailureAlert } from "../../../../components/failure-alert.tsx";
import { More } from "../../../../components/more.tsx";
import { useAction } from "../../../../components/use-action.ts";
import type { Result } from "../../../../server/guard.ts";

interface Props<T> {
	readonly all: Beginning<T>;
	/** Of one of them: "a file". */
	readonly name: string;
	/** Those whose path has this text in it. */
	readonly find: (text: string) => Promise<Result<Beginning<T>>>;
	readonly children: (shown: readonly T[]) => ReactNode;
}

/** The beginning of a long list of files, and a way to those behind it. */
export function Finding<T>({ all, name, find, children }: Props<T>) {
	const [text, setText] = useState("");
	const [found, setFound] = useState<Beginning<T> | null>(null);
	const { busy, failure, run } = useAction();
	const shown = found ?? all;

	function ask(event: FormEvent): void {
		event.preventDefault();
		if (text.trim() === "") setFound(null);
		else run(() => find(text.trim()), { done: setFound });
	}

	return (
		<>
			{all.count > all.first.length && (
				<form onSubmit={ask}>
					<Group align="end" gap="xs">
						<TextInput
							label={`Find ${name}`}
							placeholder="A part of its path"
							value={text}
							onChange={(event) => setText(event.currentTarget.value)}
							spellCheck={false}
						/>
						<Button type="submit" variant="light" loading={busy}>
							Find
						</Button>
					</Group>
				</form>
			)}
			{failure !== null && <FailureAlert failure={failure} />}
			{children(shown.first)}
			<More of={shown} what={found === null ? "file" : "file that fits"}>
				Find {name} by a part of its path.
			</More>
		</>
	);
}
