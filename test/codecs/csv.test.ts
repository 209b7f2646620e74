import { expect, it } from "vitest";
import { csvRows } from "../../src/codecs/csv.js";

/** The rows of a text that comes in pieces of a size. */
async function rows(text: string, size = 1000): Promise<string[][]> {
  async function* pieces() {
    for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size);
  }
  const found: string[][] = [];
  for await (const row of csvRows(pieces())) found.push(row);
  return found;
}

const TEXT = '\uFEFFsynset,caption\r\nn02958343,"A red car, ""old"", on\na road"\r\n\r\nn02691156,plain text\r\n,\n"last","no end of line"';
const ROWS = [["synset", "caption"], ["n02958343", 'A red car, "old", on\na road'], ["n02691156", "plain text"], ["", ""], ["last", "no end of line"]];

it.each([1, 2, 3, 7, 1000])("reads quotes, doubled quotes and line breaks in cells, in pieces of %d", async (size) => {
  expect(await rows(TEXT, size)).toEqual(ROWS);
});

it("stops where a quote never ends", async () => {
  await expect(rows(`a,"${"x".repeat(1_100_000)}`)).rejects.toThrow(RangeError);
});
