import type { Description, Fact } from "@graft/core/domain/extension";
import { Text } from "@mantine/core";

/** What a platform has to say of one part of an extension, a line each. */
export function FactLines({ facts, part }: Pick<Description, "facts"> & Pick<Fact, "part">) {
	return facts
		.filter((fact) => fact.part === part && fact.values.length > 0)
		.map(({ key, name, values }) => (
			<Text key={key} size="sm" style={{ overflowWrap: "anywhere" }}>
				{name}: {values.join(", ")}
			</Text>
		));
}
