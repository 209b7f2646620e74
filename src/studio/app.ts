/** The studio's server as a function from requests to answers; `start.ts` lets it listen. */
import { Hono, type MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import { compress } from "hono/compress";
import { secureHeaders } from "hono/secure-headers";
import { DatasetError } from "../core/errors.js";
import { type AccessRules, accessControl } from "./access.js";
import type { ClientFiles } from "./client-files.js";
import { refusal } from "./refusal.js";
import { decisionRoutes } from "./routes/decisions.js";
import { eventRoutes } from "./routes/events.js";
import { reportRoutes } from "./routes/reports.js";
import { reviewRoutes } from "./routes/reviews.js";
import { jobRoutes } from "./routes/jobs.js";
import { recipeRoutes } from "./routes/recipes.js";
import { runRoutes } from "./routes/runs.js";
import { sampleRoutes } from "./routes/samples.js";
import { shapeRoutes } from "./routes/shapes.js";
import type { Studio } from "./studio.js";

/** What the server is made of. */
export interface AppOptions {
  studio: Studio;
  access: AccessRules;
  client: ClientFiles;
  /** Path before all others, as `/studio`, where a proxy passes it on; else empty. */
  base?: string;
}

const MOST_BODY_BYTES = 64e6;

/** Ends of paths that are questions, although something is sent along. */
const QUESTIONS = /\/(?:find|preview|recipes\/(?:check|plan|speed))$/;

/** Everything that the pages load comes from here; nothing may be framed, nothing may run that was not shipped. */
const CONTENT_SECURITY = {
  defaultSrc: ["'none'"],
  scriptSrc: ["'self'", "'wasm-unsafe-eval'"],
  styleSrc: ["'self'", "'unsafe-inline'"],
  imgSrc: ["'self'", "data:", "blob:"],
  fontSrc: ["'self'", "data:"],
  connectSrc: ["'self'"],
  workerSrc: ["'self'", "blob:"],
  baseUri: ["'none'"],
  formAction: ["'none'"],
  frameAncestors: ["'none'"],
};

/** The server. */
export function studioApp({ studio, access, client, base = "" }: AppOptions): Hono {
  const app = new Hono().basePath(base === "" ? "/" : base);
  app.onError((error, context) => refusal(context, error));
  app.notFound((context) => refusal(context, nothingAt(context.req.path)));
  app.use(secureHeaders({ contentSecurityPolicy: CONTENT_SECURITY, referrerPolicy: "no-referrer", crossOriginResourcePolicy: "same-origin", strictTransportSecurity: false }));
  app.use(accessControl(access));
  app.use(bodyLimit({ maxSize: MOST_BODY_BYTES, onError: (context) => refusal(context, new DatasetError("E_OPTION", `more than ${MOST_BODY_BYTES / 1e6} MB were sent`, { hint: "Send less." }), 413) }));
  app.use("/api/*", writeControl(studio));
  app.use(compress());
  app.route("/api", eventRoutes(studio));
  app.route("/api", runRoutes(studio));
  app.route("/api", sampleRoutes(studio));
  app.route("/api", decisionRoutes(studio));
  app.route("/api", shapeRoutes(studio));
  app.route("/api", reportRoutes(studio));
  app.route("/api", reviewRoutes(studio));
  app.route("/api", recipeRoutes(studio));
  app.route("/api", jobRoutes(studio));
  app.all("/api/*", (context) => refusal(context, nothingAt(context.req.path)));
  app.get("/*", (context) => client.answer(context));
  return app;
}

function nothingAt(path: string): DatasetError {
  return new DatasetError("E_NOT_FOUND", `there is nothing at ${path}`, { hint: "Go back to the studio's first page." });
}

/** Without --write nothing but questions is answered. */
function writeControl({ write }: Studio): MiddlewareHandler {
  return async (context, next) => {
    const isQuestion = context.req.method === "GET" || context.req.method === "HEAD" || QUESTIONS.test(context.req.path);
    if (!isQuestion && !write) return refusal(context, new DatasetError("E_ACCESS", "this studio only reads", { hint: "Start it with --write to decide, mend and generate." }));
    await next();
  };
}
