import { listDeployments } from "@graft/services/deliveries/list-deployments";
import { exitCodes } from "../exit-codes.ts";
import { progressLines } from "../render/deployment.ts";
import { withView } from "../services.ts";
import type { Run } from "../session.ts";
import { demandId } from "../subject.ts";

export const run: Run = async (session, subject) => {
	const { options, output } = session;
	const input = subject === "" ? {} : { id: demandId(subject) };
	const deployments = await withView(session, (ctx) => listDeployments({ ctx, input }));
	if (options.json) output.json({ format: 1, deployments });
	else output.text(progressLines(deployments, output.paint));
	return exitCodes.done;
};
