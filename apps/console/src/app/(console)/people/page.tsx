import { listPeople } from "@graft/services/people/people";
import type { Metadata } from "next";
import { Notice } from "../../../components/notice.tsx";
import { callerContext } from "../../../server/context-of-caller.ts";
import { PeopleHeading } from "./people-heading.tsx";
import { PeopleList } from "./people-list.tsx";

export const metadata: Metadata = { title: "People" };

export default async function PeoplePage() {
	const { ctx, caller } = await callerContext();
	if (caller.role !== "administrator") {
		return <Notice title="For administrators">Only an administrator sees who may sign in.</Notice>;
	}
	return (
		<>
			<PeopleHeading />
			<PeopleList people={await listPeople(ctx)} callerId={caller.id} />
		</>
	);
}
