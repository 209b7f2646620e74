/** The contact sheet of shapes as a file: pictures from the pipeline, layout from the sheet. */
import { basename } from "node:path";
import { encodePng } from "../codecs/image.js";
import { DatasetError } from "../core/errors.js";
import { ARROW_LENGTH, type ShapeInspection } from "../pipeline/inspect-shapes.js";
import { shapeSheet, type ShapeTile } from "../sheet/shape-sheet.js";
import { replaceFile } from "../storage/replace-file.js";

const TILE_SIZE = 256;

/**
 * Draws shapes into a PNG file. One that does not load gets its error instead of a picture.
 * @param chosen indices of `inspection.shapes`
 */
export async function writeShapeSheet(inspection: ShapeInspection, chosen: readonly number[], out: string): Promise<{ failed: number }> {
  const tiles: ShapeTile[] = [];
  let failed = 0;
  for (const index of chosen) {
    const { id, category, licence } = inspection.shapes[index]!;
    const portrait = await inspection.portrait(index, TILE_SIZE).catch((error: unknown) => {
      if (!DatasetError.isInstance(error)) throw error;
      failed++;
      return { error: `${error.code}: ${error.message}` };
    });
    tiles.push({ id, category, licence, portrait });
  }
  const labels = [...new Set(inspection.shapes.map((shape) => shape.catalogue))].map((label) => {
    const [kind, ...path] = label.split(" ");
    return path.length === 0 ? label : `${kind!} ${basename(path.join(" "))}`;
  });
  const subtitle = `${chosen.length} of ${inspection.shapes.length} shapes`;
  await replaceFile(out, await encodePng(shapeSheet(tiles, { title: labels.join(", "), subtitle, tileSize: TILE_SIZE, arrowLength: ARROW_LENGTH }), { compressionLevel: 6, rowFilters: true }));
  return { failed };
}
