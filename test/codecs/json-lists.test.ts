import fc from "fast-check";
import { expect, it } from "vitest";
import { jsonListItems, type JsonListItem } from "../../src/codecs/json-lists.js";

async function* cut(text: string, size: number): AsyncGenerator<string> {
  for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size);
}

async function itemsOf(text: string, size = 7): Promise<JsonListItem[]> {
  const items: JsonListItem[] = [];
  for await (const item of jsonListItems(cut(text, size))) items.push(item);
  return items;
}

it("gives the items of every list at the top, and nothing else", async () => {
  expect(await itemsOf('{"info": {"x": [1, 2]}, "images": [{"id": 1, "a": [1, {"b": 2}]}, {"id": 2}], "n": 3, "s": "[1]", "e": [], "numbers": [1, "a,]", null]}')).toEqual([
    { list: "images", value: { id: 1, a: [1, { b: 2 }] } },
    { list: "images", value: { id: 2 } },
    { list: "numbers", value: 1 },
    { list: "numbers", value: "a,]" },
    { list: "numbers", value: null },
  ]);
});

it("gives back what JSON.stringify wrote, wherever the text is cut", async () => {
  const lists = fc.dictionary(fc.string().filter((key) => key !== "__proto__"), fc.array(fc.jsonValue(), { maxLength: 4 }), { maxKeys: 4 });
  await fc.assert(
    fc.asyncProperty(lists, fc.integer({ min: 1, max: 40 }), fc.constantFrom(undefined, 1), async (value, size, indent) => {
      const expected = Object.entries(value).flatMap(([list, items]) => items.map((item) => ({ list, value: JSON.parse(JSON.stringify(item)) as unknown })));
      expect(await itemsOf(JSON.stringify(value, null, indent), size)).toEqual(expected);
    }),
    { numRuns: 200 },
  );
});

it.each(["", "{", '{"a": [1', '{"a": "', '{"a": [{}]'])("refuses %j, which ends too soon", async (text) => {
  await expect(itemsOf(text)).rejects.toThrow(SyntaxError);
});
