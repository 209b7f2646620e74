/** Asking the server about shapes. */
import type { AxesChange, AxesSaved, CatalogueList, ShapeDetails, ShapeList } from "../../../src/studio/shapes/answers.js";
import { answerTo, ask, send } from "../source.js";

/** A surface in the object frame. */
export interface Surface {
  positions: Float32Array;
  indices: Uint32Array;
  /** Linear RGBA per vertex. */
  colors: Uint8Array;
}

function path(what: string, parameters: Readonly<Record<string, string>>): string {
  return `api/shapes/${what}?${new URLSearchParams(parameters)}`;
}

export function askCatalogues(run: string | null): Promise<CatalogueList> {
  return ask(run === null ? "api/shapes" : `api/shapes?${new URLSearchParams({ run })}`);
}

export function askShapes(catalogue: string): Promise<ShapeList> {
  return ask(path("list", { catalogue }));
}

export function askShape(catalogue: string, id: string): Promise<ShapeDetails> {
  return ask(path("details", { catalogue, id }));
}

/** A portrait for the colours that the page has now. @throws StudioError of a shape that does not load */
export async function askPortrait(catalogue: string, id: string, side: 192 | 384, signal: AbortSignal): Promise<Blob> {
  const ground = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  return (await answerTo(path("portrait", { catalogue, id, side: String(side), ground }), { signal })).blob();
}

export async function askSurface(catalogue: string, id: string): Promise<Surface> {
  const bytes = await (await answerTo(path("mesh", { catalogue, id }))).arrayBuffer();
  const [vertices = 0, triangles = 0] = new Uint32Array(bytes, 0, 2);
  const colorsAt = 8 + vertices * 12 + triangles * 12;
  return { positions: new Float32Array(bytes, 8, vertices * 3), indices: new Uint32Array(bytes, 8 + vertices * 12, triangles * 3), colors: new Uint8Array(bytes, colorsAt, vertices * 4) };
}

export function sendAxes(change: AxesChange): Promise<AxesSaved> {
  return send("PUT", "api/shapes/axes", change);
}
