/**
 * A network over a large picture in overlapping tiles, whose seams are blended: the memory of one tile instead of that
 * of the whole. Each tile is computed for itself, so that the result is another one (norms see their tile alone).
 * As diffusers does it (AutoencoderKL.tiled_decode and tiled_encode, 0.42).
 */
import type { FloatTensor } from "../nn/graph/float-tensor.js";

/** Share of a tile that the next one covers, too. */
const OVERLAP = 0.25;

/** Whether a tensor [1, channels, height, width] is larger than one tile. */
export function needsTiles({ shape }: FloatTensor, tile: number): boolean {
  return shape[2]! > tile || shape[3]! > tile;
}

/**
 * Runs a network on each tile and puts the results together.
 * @param input [1, channels, height, width]
 * @param inputTile side of a tile of the input
 * @param outputTile side of what the network makes of it
 */
export async function inTiles(input: FloatTensor, inputTile: number, outputTile: number, run: (tile: FloatTensor) => Promise<FloatTensor>): Promise<FloatTensor> {
  const [, , height, width] = input.shape as [number, number, number, number];
  const step = Math.trunc(inputTile * (1 - OVERLAP));
  const blend = Math.trunc(outputTile * OVERLAP);
  const kept = outputTile - blend;
  const rows: FloatTensor[][] = [];
  for (let top = 0; top < height; top += step) {
    const row: FloatTensor[] = [];
    for (let left = 0; left < width; left += step) {
      const tile = await run(cut(input, top, left, inputTile));
      const above = rows.at(-1)?.[row.length];
      if (above !== undefined) blendDown(above, tile, blend);
      const before = row.at(-1);
      if (before !== undefined) blendRight(before, tile, blend);
      row.push(tile);
    }
    rows.push(row);
  }
  return joined(rows, kept);
}

function cut({ data, shape }: FloatTensor, top: number, left: number, side: number): FloatTensor {
  const [, channels, height, width] = shape as [number, number, number, number];
  const rows = Math.min(side, height - top);
  const columns = Math.min(side, width - left);
  const part = new Float32Array(channels * rows * columns);
  for (let line = 0; line < channels * rows; line++) {
    const from = (Math.floor(line / rows) * height + top + (line % rows)) * width + left;
    part.set(data.subarray(from, from + columns), line * columns);
  }
  return { data: part, shape: [1, channels, rows, columns] };
}

/** The upper edge of a tile goes over from the lower edge of the one above. */
function blendDown(above: FloatTensor, tile: FloatTensor, extent: number): void {
  const [, channels, height, width] = tile.shape as [number, number, number, number];
  const heightAbove = above.shape[2]!;
  const lines = Math.min(heightAbove, height, extent);
  const columns = Math.min(width, above.shape[3]!);
  for (let channel = 0; channel < channels; channel++) {
    for (let y = 0; y < lines; y++) {
      const share = y / lines;
      for (let x = 0; x < columns; x++) {
        const at = (channel * height + y) * width + x;
        tile.data[at] = above.data[(channel * heightAbove + heightAbove - lines + y) * above.shape[3]! + x]! * (1 - share) + tile.data[at]! * share;
      }
    }
  }
}

/** The left edge of a tile goes over from the right edge of the one before. */
function blendRight(before: FloatTensor, tile: FloatTensor, extent: number): void {
  const [, channels, height, width] = tile.shape as [number, number, number, number];
  const widthBefore = before.shape[3]!;
  const columns = Math.min(widthBefore, width, extent);
  for (let line = 0; line < channels * height; line++) {
    for (let x = 0; x < columns; x++) {
      const share = x / columns;
      tile.data[line * width + x] = before.data[line * widthBefore + widthBefore - columns + x]! * (1 - share) + tile.data[line * width + x]! * share;
    }
  }
}

/** The first `kept` rows and columns of each tile, side by side. */
function joined(rows: readonly (readonly FloatTensor[])[], kept: number): FloatTensor {
  const size = (tile: FloatTensor, axis: 2 | 3): number => Math.min(kept, tile.shape[axis]!);
  const channels = rows[0]![0]!.shape[1]!;
  const height = rows.reduce((sum, row) => sum + size(row[0]!, 2), 0);
  const width = rows[0]!.reduce((sum, tile) => sum + size(tile, 3), 0);
  const data = new Float32Array(channels * height * width);
  let top = 0;
  for (const row of rows) {
    let left = 0;
    for (const tile of row) {
      const [, , tileHeight, tileWidth] = tile.shape as [number, number, number, number];
      for (let line = 0; line < channels * size(tile, 2); line++) {
        const channel = Math.floor(line / size(tile, 2));
        const y = line % size(tile, 2);
        const from = (channel * tileHeight + y) * tileWidth;
        data.set(tile.data.subarray(from, from + size(tile, 3)), (channel * height + top + y) * width + left);
      }
      left += size(tile, 3);
    }
    top += size(row[0]!, 2);
  }
  return { data, shape: [1, channels, height, width] };
}
