/**
 * Who may ask the studio: pages that the studio itself has handed out to someone with the token. The token in the link
 * is exchanged for a cookie at once. `Host` is checked against rebinding of names, `Origin` against other sites.
 */
import { createHash, timingSafeEqual } from "node:crypto";
import type { Context, MiddlewareHandler } from "hono";
import { getCookie, setCookie } from "hono/cookie";
import { DatasetError } from "../core/errors.js";
import { refusal } from "./refusal.js";

/** What is checked. */
export interface AccessRules {
  token: string;
  /** Names under which the server may be asked beside this computer's own, without port. */
  hosts: readonly string[];
}

const OWN_NAMES = ["localhost", "127.0.0.1", "[::1]"];

/** Keeps everyone else out. */
export function accessControl({ token, hosts }: AccessRules): MiddlewareHandler {
  // Cookies are shared between the ports of a computer: two studios must not overwrite each other's.
  const cookieName = `dst3d-${createHash("sha256").update(token).digest("hex").slice(0, 12)}`;
  const names = [...OWN_NAMES, ...hosts].map((name) => name.toLowerCase());
  return async (context, next) => {
    const host = context.req.header("host") ?? "";
    if (!names.includes(withoutPort(host))) return refused(context, `this studio is not to be reached as ${JSON.stringify(host)}`, "Open the link that the terminal shows; --allow-host adds a name.");
    const origin = context.req.header("origin");
    if (origin !== undefined && originHost(origin) !== host.toLowerCase()) return refused(context, `pages of ${JSON.stringify(origin)} may not ask this studio`, "Open the link that the terminal shows.");
    if (context.req.header("sec-fetch-site") === "cross-site" && !isOpening(context)) return refused(context, "pages of other sites may not ask this studio", "Open the link that the terminal shows.");
    const given = context.req.query("token");
    if (given !== undefined && isSame(given, token) && isOpening(context)) {
      setCookie(context, cookieName, token, { httpOnly: true, sameSite: "Strict", path: "/" });
      context.header("cache-control", "no-store");
      // Relative, so that it works behind a path prefix, too.
      return context.redirect("./");
    }
    const bearer = context.req.header("authorization")?.replace(/^Bearer /, "");
    if (![getCookie(context, cookieName), bearer].some((text) => text !== undefined && isSame(text, token))) {
      return refused(context, given === undefined ? "the link's token is missing" : "the link's token is wrong", "Open the link that the terminal shows; every start of the studio has its own.", 401);
    }
    await next();
  };
}

/** Whether a person opens the page, rather than a page asking for something. */
function isOpening(context: Context): boolean {
  return context.req.method === "GET" && !context.req.path.includes("/api/");
}

function refused(context: Context, message: string, hint: string, status: 401 | 403 = 403): Response | Promise<Response> {
  return refusal(context, new DatasetError("E_ACCESS", message, { hint }), status);
}

function withoutPort(host: string): string {
  return host.toLowerCase().replace(/:\d+$/, "");
}

function originHost(origin: string): string | null {
  try {
    return new URL(origin).host;
  } catch {
    return null;
  }
}

/** Takes as long for every wrong token. */
function isSame(given: string, token: string): boolean {
  const digest = (text: string): Buffer => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(given), digest(token));
}
