/** Parquet files: what is written is read again, by another library. */
import fc from "fast-check";
import { expect, it } from "vitest";
import { decodeParquet, encodeParquet, type ParquetColumn, type ParquetRow, type ParquetValue } from "../../src/codecs/parquet.js";

const COLUMNS: ParquetColumn[] = [
  { name: "name", type: "text", compressed: true },
  { name: "number", type: "long", compressed: true },
  { name: "picture", type: { struct: { bytes: "bytes", path: "text" } }, compressed: false },
  { name: "rows", type: { list: { list: "double" } }, compressed: true },
  { name: "objects", type: { list: { struct: { id: "integer", seen: "boolean", angle: "double" } } }, compressed: true },
];

async function written(groups: readonly (readonly ParquetRow[])[]): Promise<Uint8Array> {
  const encoder = await encodeParquet(COLUMNS, { about: "a test" });
  return Buffer.concat([...groups.map((rows) => encoder.group(rows)), encoder.end()]);
}

const opened = (bytes: Uint8Array) => decodeParquet({ bytes: bytes.length, read: (offset, length) => Promise.resolve(bytes.subarray(offset, offset + length)) }, "test.parquet");

const double = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0);
const object: fc.Arbitrary<ParquetValue> = fc.record<ParquetRow>({ id: fc.integer(), seen: fc.boolean(), angle: fc.option(double) });
const row = fc.record<ParquetRow>({
  name: fc.option(fc.string({ unit: "grapheme" })),
  number: fc.option(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })),
  picture: fc.record({ bytes: fc.uint8Array({ maxLength: 50 }), path: fc.string() }),
  rows: fc.option(fc.array(fc.array(double, { maxLength: 3 }), { maxLength: 3 })),
  objects: fc.array(object, { maxLength: 3 }),
});

it("rows come back group by group, also empty lists, missing values and any text", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(row, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 3 }), async (groups) => {
      const file = await opened(await written(groups));
      expect(file.groups).toEqual(groups.map(({ length }) => length));
      expect(file.metadata.get("about")).toBe("a test");
      for (const [at, rows] of groups.entries()) expect(await file.rows(at)).toEqual(rows);
      expect(await file.rows(0, ["name"])).toEqual(groups[0]!.map(({ name }) => ({ name })));
    }),
    { numRuns: 40 },
  );
});

it("what is cut off is refused", async () => {
  const bytes = await written([[{ name: "a", number: 1n, picture: { bytes: new Uint8Array(9), path: "" }, rows: [], objects: [] }]]);
  for (const length of [0, 3, 8, bytes.length - 1]) await expect(opened(bytes.subarray(0, length))).rejects.toMatchObject({ code: "E_EXPORT" });
});
