import { listDeployments } from "@graft/services/deliveries/list-deployments";
import { demandId } from "../asking/subject.ts";
import { exitCodes } from "../program/exit-codes.ts";
import { withView } from "../session/services.ts";
import type { Run } from "../session/session.ts";
import { progressLines } from "../showing/deployment.ts";

export const run: Run = async (session, subject) => {
	const { options, output } = session;
	const input = subject === "" ? {} : { id: demandId(subject) };
	const deployments = await withView(session, (ctx) => listDeployments({ ctx, input }));
	if (options.json) output.json({ format: 1, deployments });
	else output.text(progressLines(deployments, output.paint));
	return exitCodes.done;
};
