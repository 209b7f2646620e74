/** Errors as answers: JSON for programs, a few plain words for people. */
import type { Context } from "hono";
import { html } from "hono/html";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import { DatasetError, serializeError } from "../core/errors.js";

const STATUS: Partial<Record<DatasetError["code"], ContentfulStatusCode>> = { E_NOT_FOUND: 404, E_ACCESS: 403, E_RUN_LOCKED: 409, E_INTERNAL: 500, E_STORAGE: 500 };

/** An answer that says what is wrong and what to do. */
export function refusal(context: Context, error: unknown, status?: ContentfulStatusCode): Response | Promise<Response> {
  const known = DatasetError.isInstance(error) ? error : new DatasetError("E_INTERNAL", error instanceof Error ? error.message : String(error), { cause: error });
  const code = status ?? STATUS[known.code] ?? 400;
  context.header("cache-control", "no-store");
  if (context.req.path.includes("/api/")) return context.json(serializeError(known), code);
  return context.html(html`<!doctype html><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"><title>dst3d studio</title><body style="font:16px/1.5 system-ui;max-width:36em;margin:15vh auto;padding:0 1em"><h1 style="font-size:1.3em">This page cannot be shown</h1><p>${known.message}.</p><p>${known.hint ?? ""}</p>`, code);
}
