/**
 * Albedo of the GGX lobe under uniform light: the second half of the split sum (Karis 2013), integrated numerically
 * with height-correlated Smith, so that a white furnace stays white.
 */
import { cos } from "../core/math.js";

const PI = 3.141592653589793;
/** Entries per axis of the integrated table. */
const INTEGRATED = 32;

/** Rows (roughness 0..1) and columns (n·v 0..1) of {@link LOBE_ALBEDO}: so fine that the nearest entry serves. */
export const LOBE_ROWS = 64;
export const LOBE_COLUMNS = 256;

// Azimuths of the integration; half a turn suffices, the integrand is even.
const COSINES = Float64Array.from({ length: 64 }, (_, index) => cos((PI * (index + 0.5)) / 64));

/** Scale and bias of F0 (two numbers per entry, row-major) whose sum F0 · scale + bias is the lobe's albedo. */
export const LOBE_ALBEDO: Float32Array = refine(integrateLobeAlbedo());

/** Bilinear interpolation to the fine table. */
function refine(table: Float32Array): Float32Array {
  const fine = new Float32Array(LOBE_ROWS * LOBE_COLUMNS * 2);
  for (let row = 0; row < LOBE_ROWS; row++) {
    const y = (row / (LOBE_ROWS - 1)) * (INTEGRATED - 1);
    const top = Math.min(INTEGRATED - 2, Math.floor(y));
    for (let column = 0; column < LOBE_COLUMNS; column++) {
      const x = (column / (LOBE_COLUMNS - 1)) * (INTEGRATED - 1);
      const left = Math.min(INTEGRATED - 2, Math.floor(x));
      for (let part = 0; part < 2; part++) {
        const at = (top * INTEGRATED + left) * 2 + part;
        const above = table[at] + (x - left) * (table[at + 2] - table[at]);
        const below = table[at + INTEGRATED * 2] + (x - left) * (table[at + INTEGRATED * 2 + 2] - table[at + INTEGRATED * 2]);
        fine[(row * LOBE_COLUMNS + column) * 2 + part] = above + (y - top) * (below - above);
      }
    }
  }
  return fine;
}

function integrateLobeAlbedo(): Float32Array {
  const size = INTEGRATED;
  const table = new Float32Array(size * size * 2);
  const count = 64;
  for (let row = 0; row < size; row++) {
    const roughness = Math.max(row / (size - 1), 0.03);
    const alpha2 = roughness * roughness * roughness * roughness;
    for (let column = 0; column < size; column++) {
      const nv = Math.max(column / (size - 1), 0.004);
      const vx = Math.sqrt(1 - nv * nv);
      let scale = 0, bias = 0;
      for (let index = 0; index < count; index++) {
        let inverse = 0;
        for (let bit = 0.5, rest = index; rest > 0; rest >>= 1, bit /= 2) if (rest & 1) inverse += bit;
        const xi = (index + 0.5) / count;
        const cosine2 = (1 - xi) / (1 + (alpha2 - 1) * xi);
        const hz = Math.sqrt(cosine2);
        const hx = Math.sqrt(1 - cosine2) * COSINES[Math.floor(inverse * 64)];
        const vh = vx * hx + nv * hz;
        const nl = 2 * vh * hz - nv;
        if (nl <= 0 || vh <= 0) continue;
        const visibility = 0.5 / (nl * Math.sqrt(nv * nv * (1 - alpha2) + alpha2) + nv * Math.sqrt(nl * nl * (1 - alpha2) + alpha2));
        const weight = (visibility * 4 * nl * vh) / hz / count;
        const grazing = 1 - vh;
        const fresnel = grazing * grazing * grazing * grazing * grazing;
        scale += (1 - fresnel) * weight;
        bias += fresnel * weight;
      }
      table[(row * size + column) * 2] = scale;
      table[(row * size + column) * 2 + 1] = bias;
    }
  }
  return table;
}
