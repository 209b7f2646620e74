/** Writes PLY (Stanford triangle format) as text: triangles without anything on them. */

/**
 * @param positions xyz per vertex
 * @param indices three per triangle
 * @param scale factor on all positions; written with seven digits
 */
export function encodePly(positions: ArrayLike<number>, indices: ArrayLike<number>, scale = 1): string {
  const number = (value: number): string => String(Number((value * scale).toPrecision(7)));
  const lines = ["ply", "format ascii 1.0", `element vertex ${positions.length / 3}`, "property float x", "property float y", "property float z", `element face ${indices.length / 3}`, "property list uchar int vertex_indices", "end_header"];
  for (let at = 0; at < positions.length; at += 3) lines.push(`${number(positions[at]!)} ${number(positions[at + 1]!)} ${number(positions[at + 2]!)}`);
  for (let at = 0; at < indices.length; at += 3) lines.push(`3 ${indices[at]!} ${indices[at + 1]!} ${indices[at + 2]!}`);
  return `${lines.join("\n")}\n`;
}
