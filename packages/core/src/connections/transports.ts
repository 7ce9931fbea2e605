import { local } from "./local/transport.ts";
import { ssh } from "./ssh/transport.ts";
import type { Transport } from "./transport.ts";

/** Every way to reach a server, in the order in which people are asked. */
export const transports: readonly Transport[] = [local, ssh];
