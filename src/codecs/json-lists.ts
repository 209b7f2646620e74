/** Reads the lists of a large JSON object item by item, so that size does not matter: `{"images": [{…}, …], …}`. */

/** An item of a list that stands at the top level. */
export interface JsonListItem {
  /** Key of the list. */
  list: string;
  value: unknown;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/**
 * Items of all lists at the top level, in order; everything else there is passed over.
 * @param pieces the text, cut anywhere but within a character
 * @throws SyntaxError when an item is not JSON or the text ends too soon
 */
export async function* jsonListItems(pieces: AsyncIterable<string>): AsyncGenerator<JsonListItem, void, undefined> {
  let depth = 0;
  let inText = false;
  let escaped = false;
  let list: string | null = null;
  let text = ""; // of the item or key that is being read
  let key = "";
  let begun = false;
  for await (const piece of pieces) {
    let from = 0;
    for (let at = 0; at < piece.length; at++) {
      const code = piece.charCodeAt(at);
      if (inText) {
        if (escaped) escaped = false;
        else if (code === BACKSLASH) escaped = true;
        else if (code === QUOTE) {
          inText = false;
          if (depth === 1) {
            key = JSON.parse(text + piece.slice(from, at + 1)) as string;
            text = "";
          }
        }
        continue;
      }
      if (code === QUOTE) {
        inText = true;
        if (depth === 1) from = at;
        continue;
      }
      const isOpen = code === 0x7b || code === 0x5b;
      const isClose = code === 0x7d || code === 0x5d;
      if (isOpen) {
        depth++;
        begun = true;
        if (depth === 2) {
          list = code === 0x5b ? key : null;
          from = at + 1;
          text = "";
        }
        continue;
      }
      const endsItem = depth === 2 && (code === 0x2c || isClose);
      if (endsItem) {
        const item = (text + piece.slice(from, at)).trim();
        text = "";
        from = at + 1;
        if (list !== null && item !== "") yield { list, value: JSON.parse(item) };
      }
      if (isClose) depth--;
    }
    if (depth >= 2 || (depth === 1 && inText)) text += piece.slice(from);
  }
  if (!begun || depth !== 0 || inText) throw new SyntaxError("the JSON ends too soon");
}
