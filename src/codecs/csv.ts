/** CSV as in RFC 4180: quotes, doubled quotes, line breaks inside quotes; read as a stream, so that size does not matter. */

/** A cell larger than this is no text that somebody wrote into a table: a quote that never ends, most likely. */
const MOST_CELL_CHARACTERS = 1_000_000;

/**
 * The rows of a text that comes in pieces; lines without any text are left out.
 * @throws RangeError when a cell does not end within a million characters
 */
export async function* csvRows(pieces: AsyncIterable<string>): AsyncGenerator<string[]> {
  let cells: string[] = [];
  let cell = "";
  let state: "start" | "plain" | "quoted" | "quote" = "start";
  let first = true;
  for await (const piece of pieces) {
    const text = first ? piece.replace(/^\uFEFF/, "") : piece;
    first = false;
    let at = 0;
    while (at < text.length) {
      if (state === "quoted") {
        const end = text.indexOf('"', at);
        cell += text.slice(at, end === -1 ? undefined : end);
        if (cell.length > MOST_CELL_CHARACTERS) throw new RangeError(`a quoted cell has more than ${MOST_CELL_CHARACTERS} characters`);
        if (end === -1) break;
        state = "quote";
        at = end + 1;
        continue;
      }
      const character = text[at]!;
      at++;
      if (character === '"' && state === "quote") {
        cell += '"';
        state = "quoted";
      } else if (character === '"' && state === "start") {
        state = "quoted";
      } else if (character === "," || character === "\n") {
        cells.push(cell.endsWith("\r") && character === "\n" ? cell.slice(0, -1) : cell);
        cell = "";
        state = "start";
        if (character === ",") continue;
        if (cells.length > 1 || cells[0] !== "") yield cells;
        cells = [];
      } else {
        cell += character;
        if (state === "start") state = "plain";
        if (state === "plain") {
          const rest = /[,\n]/.exec(text.slice(at, at + 4096));
          const end = rest === null ? Math.min(text.length, at + 4096) : at + rest.index;
          cell += text.slice(at, end);
          at = end;
        }
      }
    }
  }
  cells.push(cell.endsWith("\r") ? cell.slice(0, -1) : cell);
  if (cells.length > 1 || cells[0] !== "") yield cells;
}
