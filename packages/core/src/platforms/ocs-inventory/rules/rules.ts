import * as agents from "./agents.ts";
import * as database from "./database.ts";
import * as elements from "./elements.ts";
import * as identity from "./identity.ts";
import * as map from "./map.ts";
import * as neighbours from "./neighbours.ts";
import * as php from "./php.ts";
import type { Rule } from "./rule.ts";
import * as sections from "./sections.ts";
import * as server from "./server.ts";
import * as web from "./web.ts";

/** Every export of these files is a rule; problems come in this order. */
export const rules: readonly Rule[] = [
	identity,
	php,
	database,
	server,
	map,
	sections,
	elements,
	web,
	agents,
	neighbours,
].flatMap((area) => Object.values<Rule>(area));
