/** Catalogues of shapes: what they hold, how it looks and is turned, and which way is its front. */
import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import { type Context, Hono } from "hono";
import * as z from "zod";
import { DatasetError, serializeError } from "../../core/errors.js";
import { AXES } from "../../shapes/normalize.js";
import { bodyOf } from "../body.js";
import { refusal } from "../refusal.js";
import type { AxesSaved, ShapeDetails } from "../shapes/answers.js";
import { PORTRAIT_GROUNDS, Portraits } from "../shapes/portraits.js";
import { CatalogueShelf } from "../shapes/shelf.js";
import { contentOf, surfaceBytes, trianglesOf } from "../shapes/shape-content.js";
import type { Studio } from "../studio.js";

const PORTRAIT_SIDES = [192, 384] as const;
/** More are too many for a page. */
const MOST_TRIANGLES = 2_000_000;

const axesChange = z.strictObject({
  catalogue: z.string().max(2000),
  id: z.string().max(2000),
  up: z.enum(AXES),
  front: z.enum(AXES).nullable(),
  manifestSha256: z.string().regex(/^[0-9a-f]{64}$/).nullable(),
});

export function shapeRoutes(studio: Studio): Hono {
  const shelf = new CatalogueShelf(studio);
  const portraits = new Portraits();
  return new Hono()
    .get("/shapes", async (context) => context.json(await shelf.all(context.req.query("run") ?? null)))
    .get("/shapes/list", async (context) => context.json((await shelf.get(required(context, "catalogue"), { isFresh: true })).list))
    .get("/shapes/portrait", async (context) => {
      const { signal } = context.req.raw;
      const side = PORTRAIT_SIDES.find((known) => String(known) === context.req.query("side")) ?? PORTRAIT_SIDES[0];
      const ground = PORTRAIT_GROUNDS.find((known) => known === context.req.query("ground")) ?? "light";
      const opened = await shelf.get(required(context, "catalogue"));
      const index = opened.indexOf(required(context, "id"));
      const bytes = await portraits.get(await shelf.shapeKey(opened, index), { side, ground }, opened.inspection, index, signal);
      return context.body(new Uint8Array(bytes), 200, { "content-type": "image/webp", "cache-control": "no-cache", "x-content-type-options": "nosniff" });
    })
    .get("/shapes/details", async (context) => {
      const key = required(context, "catalogue");
      const id = required(context, "id");
      const { list, folder, inspection, indexOf } = await shelf.get(key);
      const index = indexOf(id);
      const details: ShapeDetails = { row: list.shapes[index]!, content: null, error: null, manifestSha256: list.manifestSha256 };
      try {
        const { shape, warnings } = await shelf.shape(key, id);
        const source = inspection.shapes[index]!.source;
        const file = folder === null || source === undefined ? null : await stat(resolve(folder, source)).catch(() => null);
        details.content = contentOf(shape, warnings, file?.size ?? null);
      } catch (error) {
        details.error = serializeError(error);
      }
      return context.json(details);
    })
    .get("/shapes/mesh", async (context) => {
      const { shape } = await shelf.shape(required(context, "catalogue"), required(context, "id"));
      const triangles = trianglesOf(shape);
      if (triangles > MOST_TRIANGLES) throw new DatasetError("E_SHAPE_GEOMETRY", `the shape has ${triangles} triangles: too many to turn on a page`, { hint: "Its portrait and numbers are shown all the same.", subject: shape.id });
      return context.body(surfaceBytes(shape), 200, { "content-type": "application/octet-stream", "cache-control": "no-cache" });
    })
    .put("/shapes/axes", async (context) => {
      const { catalogue, id, up, front, manifestSha256 } = await bodyOf(context, axesChange, "a shape's front and up");
      try {
        const saved: AxesSaved = await shelf.save(catalogue, id, { up, front }, manifestSha256);
        return context.json(saved);
      } catch (error) {
        if (DatasetError.isInstance(error) && error.code === "E_MANIFEST") return refusal(context, error, 409);
        throw error;
      }
    });
}

function required(context: Context, name: string): string {
  const text = context.req.query(name);
  if (text !== undefined && text !== "" && text.length <= 2000) return text;
  throw new DatasetError("E_OPTION", `${name} is missing`, { hint: "Choose a shape from the list of catalogues.", subject: name });
}
