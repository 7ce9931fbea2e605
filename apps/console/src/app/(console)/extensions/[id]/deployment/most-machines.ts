/** How many machines of a package are named on a page; `install-plugin deployments` names more. */
export const mostMachines = 100;
