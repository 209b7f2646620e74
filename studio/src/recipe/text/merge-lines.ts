/** Putting a change of a text into the text as it was typed. */

/**
 * The text with those lines changed that the change has touched: all others stay as they were typed.
 * @param before the text as `yaml` writes it
 * @param after likewise, with the change
 */
export function mergeLines(text: string, before: string, after: string): string {
  const source = text.split("\n");
  const places = alignedLines(source, before.split("\n"));
  if (places === null) return after;
  const [old, next] = [before.split("\n"), after.split("\n")];
  let first = 0;
  while (first < old.length && first < next.length && old[first] === next[first]) first++;
  let last = 0;
  while (last < old.length - first && last < next.length - first && old[old.length - 1 - last] === next[next.length - 1 - last]) last++;
  const start = first === 0 ? 0 : places[first - 1]! + 1;
  const end = last === 0 ? source.length : places[old.length - last]!;
  const come = next.slice(first, next.length - last);
  if (first + last === old.length) return inserted(source, start, come).join("\n");
  const isGone = first + last === next.length;
  // What stood between two empty lines leaves one.
  const rest = isGone && isEmpty(source[start - 1]) && isEmpty(source[end]) && end < source.length - 1 ? end + 1 : end;
  return [...source.slice(0, start), ...come, ...source.slice(Math.max(start, rest))].join("\n");
}

function isEmpty(line: string | undefined): boolean {
  return line?.trim() === "";
}

/** A new option goes above the comment of the option that follows it. */
function inserted(source: readonly string[], start: number, come: readonly string[]): string[] {
  let above = start;
  while (above > 0 && source[above - 1]!.startsWith("#")) above--;
  const isBetween = above > 0 && above < start && isEmpty(source[above - 1]) && /^[^#\s-]/.test(source[start] ?? "") && /^[^#\s-]/.test(come.find((line) => !isEmpty(line)) ?? "");
  if (!isBetween) return [...source.slice(0, start), ...come, ...source.slice(start)];
  return [...source.slice(0, above), ...come.filter((line) => !isEmpty(line)), "", ...source.slice(above)];
}

/** The line of the source for each line as written; null where they do not go together line by line. */
function alignedLines(source: readonly string[], lines: readonly string[]): number[] | null {
  const bare = (line: string): string => line.replaceAll(/\s/g, "");
  const places: number[] = [];
  let at = 0;
  for (const line of lines) {
    while (at < source.length && bare(source[at]!) === "" && bare(line) !== "") at++;
    if (at >= source.length) {
      if (bare(line) !== "") return null;
      places.push(source.length);
      continue;
    }
    if (bare(source[at]!) !== bare(line)) return null;
    places.push(at++);
  }
  return source.slice(at).every((line) => bare(line) === "") ? places : null;
}
