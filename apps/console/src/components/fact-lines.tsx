import type { ShownFact, ShownParts } from "@graft/core/domain/shown-parts";
import { Text } from "@mantine/core";
import { More } from "./more.tsx";

/** What a platform has to say of one part of an extension. */
export function FactLines({ facts, part }: Pick<ShownParts, "facts"> & Pick<ShownFact, "part">) {
	return facts
		.filter((fact) => fact.part === part && fact.values.count > 0)
		.map(({ key, name, values }) => (
			<div key={key}>
				<Text size="sm" style={{ overflowWrap: "anywhere" }}>
					{name}: {values.first.join(", ")}
				</Text>
				<More of={values} what="name" />
			</div>
		));
}
