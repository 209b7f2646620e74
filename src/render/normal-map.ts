/** Normal maps. */
import type { BoundMaterial } from "./surface-material.js";
import type { SurfaceBlock } from "./surface-block.js";
import { texels } from "./texture-block.js";

/** Normal mapping (the map just sampled into `texels`): with the mesh's tangents, or with the triangle's own uv axes where it has none. */
export function bendNormals(bound: BoundMaterial, block: SurfaceBlock): void {
  const { mesh, material, rotation: r } = bound;
  const { tangents, positions } = mesh;
  const uv = mesh.texCoords[material.normalTexture?.texCoord ?? 0];
  const scale = material.normalScale;
  const { normal } = block;
  for (let index = 0; index < block.count; index++) {
    const v0 = block.vertex0[index], v1 = block.vertex1[index], v2 = block.vertex2[index];
    const w1 = block.weight1[index], w2 = block.weight2[index];
    const w0 = 1 - w1 - w2;
    let x: number, y: number, z: number, handedness: number;
    if (tangents !== null) {
      x = w0 * tangents[v0 * 4] + w1 * tangents[v1 * 4] + w2 * tangents[v2 * 4];
      y = w0 * tangents[v0 * 4 + 1] + w1 * tangents[v1 * 4 + 1] + w2 * tangents[v2 * 4 + 1];
      z = w0 * tangents[v0 * 4 + 2] + w1 * tangents[v1 * 4 + 2] + w2 * tangents[v2 * 4 + 2];
      handedness = tangents[v0 * 4 + 3];
    } else {
      const du1 = uv[v1 * 2] - uv[v0 * 2], dv1 = uv[v1 * 2 + 1] - uv[v0 * 2 + 1];
      const du2 = uv[v2 * 2] - uv[v0 * 2], dv2 = uv[v2 * 2 + 1] - uv[v0 * 2 + 1];
      // v runs down in glTF while the map's green points up: the uv plane is mirrored once.
      handedness = du1 * dv2 - du2 * dv1 < 0 ? 1 : -1;
      const sign = -handedness;
      x = sign * (dv2 * (positions[v1 * 3] - positions[v0 * 3]) - dv1 * (positions[v2 * 3] - positions[v0 * 3]));
      y = sign * (dv2 * (positions[v1 * 3 + 1] - positions[v0 * 3 + 1]) - dv1 * (positions[v2 * 3 + 1] - positions[v0 * 3 + 1]));
      z = sign * (dv2 * (positions[v1 * 3 + 2] - positions[v0 * 3 + 2]) - dv1 * (positions[v2 * 3 + 2] - positions[v0 * 3 + 2]));
    }
    const at = index * 3;
    // The vertex normal as the mesh has it; turned sides get the whole bent normal turned.
    const side = block.side[index];
    const nx = normal[at] * side, ny = normal[at + 1] * side, nz = normal[at + 2] * side;
    let tx = r[0] * x + r[1] * y + r[2] * z;
    let ty = r[3] * x + r[4] * y + r[5] * z;
    let tz = r[6] * x + r[7] * y + r[8] * z;
    const along = tx * nx + ty * ny + tz * nz;
    tx -= along * nx;
    ty -= along * ny;
    tz -= along * nz;
    const length = Math.sqrt(tx * tx + ty * ty + tz * tz);
    if (!(length > 1e-20)) continue;
    const mapX = ((texels[index * 4] * 2 - 1) * scale) / length;
    const mapY = ((texels[index * 4 + 1] * 2 - 1) * scale * handedness) / length;
    const mapZ = texels[index * 4 + 2] * 2 - 1;
    const bentX = mapX * tx + mapY * (ny * tz - nz * ty) + mapZ * nx;
    const bentY = mapX * ty + mapY * (nz * tx - nx * tz) + mapZ * ny;
    const bentZ = mapX * tz + mapY * (nx * ty - ny * tx) + mapZ * nz;
    const bent = Math.sqrt(bentX * bentX + bentY * bentY + bentZ * bentZ);
    if (!(bent > 1e-10)) continue;
    const factor = side / bent;
    normal[at] = bentX * factor;
    normal[at + 1] = bentY * factor;
    normal[at + 2] = bentZ * factor;
  }
}
