import { respondByAuth } from "../../../../../server/auth-route.ts";

export const POST = respondByAuth;
