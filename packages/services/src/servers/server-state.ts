/** How what is on a server compares with what should be there, by content. */
export type ServerState = "in-sync" | "drifted" | "missing" | "unreachable";
