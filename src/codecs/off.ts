/** OFF: triangles as text (Geomview's Object File Format). */

/**
 * The text of a surface: counts in the second line, vertices with seven digits, triangles counted from 0.
 * @param positions xyz per vertex
 * @param indices three per triangle
 */
export function encodeOff(positions: ArrayLike<number>, indices: ArrayLike<number>): string {
  const number = (value: number): string => String(Number(value.toPrecision(7)));
  const lines = ["OFF", `${positions.length / 3} ${indices.length / 3} 0`];
  for (let at = 0; at < positions.length; at += 3) lines.push(`${number(positions[at]!)} ${number(positions[at + 1]!)} ${number(positions[at + 2]!)}`);
  for (let at = 0; at < indices.length; at += 3) lines.push(`3 ${indices[at]!} ${indices[at + 1]!} ${indices[at + 2]!}`);
  return `${lines.join("\n")}\n`;
}
