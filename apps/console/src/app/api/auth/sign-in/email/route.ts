import { respondToSignIn } from "../../../../../server/auth-route.ts";

export const POST = respondToSignIn;
