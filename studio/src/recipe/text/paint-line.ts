/** The parts of a line of YAML that are coloured. */

/** A piece of a line. */
export interface Piece {
  kind: "comment" | "key" | "word" | "sign";
  text: string;
}

/** Splits a line; what comes out is, put together, the line. */
export function paintLine(line: string): Piece[] {
  const pieces: Piece[] = [];
  const comment = commentAt(line);
  const rest = line.slice(0, comment);
  for (const [, key, sign, word] of rest.matchAll(/([A-Za-z_][\w.-]*(?=:(?:\s|$)))|([[\]{},:]|(?:^|\s+)- ?|\s+)|("(?:[^"\\]|\\.)*"?|'(?:[^']|'')*'?|[^[\]{},:\s]+)/g)) {
    pieces.push(key !== undefined ? { kind: "key", text: key } : sign !== undefined ? { kind: "sign", text: sign } : { kind: "word", text: word! });
  }
  if (comment < line.length) pieces.push({ kind: "comment", text: line.slice(comment) });
  return pieces;
}

/** A # begins a comment at the start of a line or after a space, outside of quotes. */
function commentAt(line: string): number {
  let quote = "";
  for (let at = 0; at < line.length; at++) {
    const character = line[at]!;
    if (quote !== "") {
      if (character === quote) quote = "";
    } else if ((character === '"' || character === "'") && (at === 0 || /[\s[{,:]/.test(line[at - 1]!))) quote = character;
    else if (character === "#" && (at === 0 || /\s/.test(line[at - 1]!))) return at;
  }
  return line.length;
}
