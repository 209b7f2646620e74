/**
 * Functions on the sphere as square pictures by the octahedral mapping (Praun & Hoppe 2003; survey: Cigolle et al.,
 * JCGT 3(2), 2014): no trigonometry, no poles, bilinear look-up. Each map carries a border of one texel that repeats
 * its neighbours across the fold, so that look-up needs no case distinction.
 */

/** RGB on the sphere: (size + 2)² × 3 numbers including the border. */
export interface OctahedralMap {
  size: number;
  data: Float32Array;
}

/** An empty map. */
export function createOctahedralMap(size: number): OctahedralMap {
  return { size, data: new Float32Array((size + 2) * (size + 2) * 3) };
}

/** Unit directions of all texel centres (xyz, row-major without border) and their solid angles, which sum to 4π. */
export interface OctahedralGrid {
  size: number;
  directions: Float64Array;
  solidAngles: Float64Array;
}

const grids = new Map<number, OctahedralGrid>();

/** Directions and solid angles of a map size; computed once. */
export function octahedralGrid(size: number): OctahedralGrid {
  const known = grids.get(size);
  if (known !== undefined) return known;
  const directions = new Float64Array(size * size * 3);
  const solidAngles = new Float64Array(size * size);
  let total = 0;
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      const px = ((column + 0.5) * 2) / size - 1;
      const py = ((row + 0.5) * 2) / size - 1;
      const z = 1 - Math.abs(px) - Math.abs(py);
      const x = z >= 0 ? px : (1 - Math.abs(py)) * (px < 0 ? -1 : 1);
      const y = z >= 0 ? py : (1 - Math.abs(px)) * (py < 0 ? -1 : 1);
      const length = Math.sqrt(x * x + y * y + z * z);
      const at = row * size + column;
      directions[at * 3] = x / length;
      directions[at * 3 + 1] = y / length;
      directions[at * 3 + 2] = z / length;
      // A plane patch dA of the octahedron seen from its centre: dω = dpx·dpy / |p|³.
      solidAngles[at] = 1 / (length * length * length);
      total += solidAngles[at];
    }
  }
  const normalization = (4 * 3.141592653589793) / total;
  for (let at = 0; at < solidAngles.length; at++) solidAngles[at] *= normalization;
  const grid = { size, directions, solidAngles };
  grids.set(size, grid);
  return grid;
}

/** Fills the border from the inner texels; call after they change. */
export function fillBorder(map: OctahedralMap): void {
  const { size, data } = map;
  const stride = size + 2;
  const copy = (toRow: number, toColumn: number, fromRow: number, fromColumn: number) => {
    const to = (toRow * stride + toColumn) * 3;
    const from = (fromRow * stride + fromColumn) * 3;
    data[to] = data[from];
    data[to + 1] = data[from + 1];
    data[to + 2] = data[from + 2];
  };
  for (let at = 1; at <= size; at++) {
    const mirrored = size + 1 - at;
    copy(0, at, 1, mirrored);
    copy(size + 1, at, size, mirrored);
    copy(at, 0, mirrored, 1);
    copy(at, size + 1, mirrored, size);
  }
  copy(0, 0, size, size);
  copy(0, size + 1, size, 1);
  copy(size + 1, 0, 1, size);
  copy(size + 1, size + 1, 1, 1);
}

/**
 * Bilinear look-up.
 * @param x @param y @param z direction, any length but zero
 * @param out at least 3 entries
 */
export function sampleOctahedral(map: OctahedralMap, x: number, y: number, z: number, out: Float32Array): void {
  const { size, data } = map;
  const inverse = 1 / ((x < 0 ? -x : x) + (y < 0 ? -y : y) + (z < 0 ? -z : z));
  let px = x * inverse;
  let py = y * inverse;
  if (z < 0) {
    const folded = (1 - (py < 0 ? -py : py)) * (px < 0 ? -1 : 1);
    py = (1 - (px < 0 ? -px : px)) * (py < 0 ? -1 : 1);
    px = folded;
  }
  const column = (px + 1) * 0.5 * size + 0.5;
  const row = (py + 1) * 0.5 * size + 0.5;
  const column0 = column | 0;
  const row0 = row | 0;
  const fx = column - column0;
  const fy = row - row0;
  const stride = (size + 2) * 3;
  const a = row0 * stride + column0 * 3;
  const c = a + stride;
  const wa = (1 - fx) * (1 - fy);
  const wb = fx * (1 - fy);
  const wc = (1 - fx) * fy;
  const wd = fx * fy;
  out[0] = wa * data[a] + wb * data[a + 3] + wc * data[c] + wd * data[c + 3];
  out[1] = wa * data[a + 1] + wb * data[a + 4] + wc * data[c + 1] + wd * data[c + 4];
  out[2] = wa * data[a + 2] + wb * data[a + 5] + wc * data[c + 2] + wd * data[c + 5];
}

/** The map at half its size, by averaging 2 × 2 texels weighted with their solid angles. */
export function halveOctahedral(map: OctahedralMap): OctahedralMap {
  const size = map.size / 2;
  const half = createOctahedralMap(size);
  const { solidAngles } = octahedralGrid(map.size);
  const stride = map.size + 2;
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      let red = 0, green = 0, blue = 0, total = 0;
      for (let part = 0; part < 4; part++) {
        const fineRow = row * 2 + (part >> 1);
        const fineColumn = column * 2 + (part & 1);
        const weight = solidAngles[fineRow * map.size + fineColumn];
        const at = ((fineRow + 1) * stride + fineColumn + 1) * 3;
        red += weight * map.data[at];
        green += weight * map.data[at + 1];
        blue += weight * map.data[at + 2];
        total += weight;
      }
      const to = ((row + 1) * (size + 2) + column + 1) * 3;
      half.data[to] = red / total;
      half.data[to + 1] = green / total;
      half.data[to + 2] = blue / total;
    }
  }
  fillBorder(half);
  return half;
}
