import { type NextRequest, NextResponse } from "next/server";
import { isMalformedOrigin } from "./server/origin.ts";

/**
 * Gives every page its Content-Security-Policy. What a package says about itself is only ever text in
 * our pages; should that fail once, a script without this request's nonce still does not run.
 */
export function proxy(request: NextRequest): NextResponse {
	if (!isReadable(request.nextUrl.pathname)) {
		return new NextResponse("There is nothing here.", { status: 404 });
	}
	// Next itself would fail over it.
	if (isMalformedOrigin(request.headers.get("origin"))) {
		return new NextResponse("The request names no origin that can be read.", { status: 400 });
	}
	const nonce = crypto.randomUUID();
	const development = process.env.NODE_ENV === "development" ? " 'unsafe-eval'" : "";
	const policy = [
		"default-src 'self'",
		`script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${development}`,
		// The component library sets style attributes, which no nonce can allow.
		"style-src 'self' 'unsafe-inline'",
		"img-src 'self' data:",
		"object-src 'none'",
		"base-uri 'none'",
		"form-action 'self'",
		"frame-ancestors 'none'",
	].join("; ");
	const headers = new Headers(request.headers);
	headers.set("x-nonce", nonce);
	headers.set("Content-Security-Policy", policy);
	const response = NextResponse.next({ request: { headers } });
	response.headers.set("Content-Security-Policy", policy);
	return response;
}

/** What no browser writes, such as `%zz`, would fail deep inside instead of being nowhere. */
function isReadable(pathname: string): boolean {
	try {
		decodeURIComponent(pathname);
		return true;
	} catch {
		return false;
	}
}

// A request that passes here has its body cut at 10 MB: uploads stay out, and so does what is no page.
export const config = { matcher: ["/((?!api/|_next/).*)"] };
