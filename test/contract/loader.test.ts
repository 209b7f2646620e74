/** What every loader promises: the same model in every format is the same shape, and a bad file is an error, never a hang. */
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { DatasetError } from "../../src/core/errors.js";
import type { Shape } from "../../src/sample/shape.js";
import { hashShape, loadShape, MODEL_EXTENSIONS } from "../../src/shapes/load-shape.js";
import { areaAndVolume, boundsOf, normalAgreement } from "../shapes/shape-measures.js";
import { FORMATS, writeModel } from "./models.js";

const trianglesOf = (shape: Shape): number => shape.meshes.reduce((sum, mesh) => sum + mesh.indices.length / 3, 0);

/** Every number that a renderer would use. */
function isFinite(shape: Shape): boolean {
  return shape.meshes.every(({ positions, normals, texCoords, colors }) =>
    [positions, normals, ...texCoords, colors ?? []].every((values) => Array.from(values).every(Number.isFinite)),
  );
}

/** The error, or null where the file still gives a sound shape; anything else fails the test. */
async function errorOf(path: string): Promise<DatasetError | null> {
  try {
    const shape = await loadShape(path);
    expect(isFinite(shape)).toBe(true);
    return null;
  } catch (error) {
    if (!DatasetError.isInstance(error)) throw error;
    expect(error.message).toContain(dirname(path));
    expect(error.hint).toBeTruthy();
    expect(error.code).toMatch(/^E_(SHAPE_FILE|SHAPE_GEOMETRY|TEXTURE|EXTERNAL_URI)$/);
    return error;
  }
}

it("every extension that is loaded is in this contract", () => {
  expect([...new Set(FORMATS.map(({ file }) => `.${file.split(".")[1]!}`))].sort()).toEqual([...MODEL_EXTENSIONS].sort());
});

describe.each(FORMATS)("$name", (format) => {
  it("gives the box of 1 × 2 × 3: bounds, area, volume, triangles, normals, texture", async () => {
    const shape = await loadShape(await writeModel(format));
    // y up in the file, z up in the object frame; the file's z is depth
    for (const [axis, side] of [1 / 3, 1, 2 / 3].entries()) expect(shape.dimensions[axis]).toBeCloseTo(side, 6);
    const { minimum, maximum } = boundsOf(...shape.meshes);
    for (let axis = 0; axis < 3; axis++) expect(minimum[axis]! + maximum[axis]!).toBeCloseTo(0, 6);
    expect(areaAndVolume(shape).area).toBeCloseTo(22 / 9, 5);
    expect(areaAndVolume(shape).volume).toBeCloseTo(6 / 27, 5);
    expect(trianglesOf(shape)).toBe(12);
    expect(normalAgreement(shape)).toBe(1);
    // sharp edges: each side has corners of its own
    expect(shape.meshes.reduce((sum, mesh) => sum + mesh.positions.length / 3, 0)).toBe(24);
    const slot = shape.materials[shape.meshes[0]!.material]!.baseColorTexture;
    expect(slot === null ? null : [slot.texture.width, slot.texture.height]).toEqual(format.hasTexture ? [4, 4] : null);
    if (format.hasTexture) expect([...shape.meshes[0]!.texCoords[0]!].every((value) => value === 0 || value === 1)).toBe(true);
  });

  it("is the same shape each time, and its hash is known without decoding and follows the content", async () => {
    const path = await writeModel(format);
    const [first, again] = [await loadShape(path), await loadShape(path)];
    expect(again).toEqual(first);
    expect(await hashShape(path)).toBe(first.source.sha256);
    if (!format.hasTexture || format.file === "crate.glb") return;
    writeFileSync(join(dirname(path), "crate.png"), readFileSync("test/golden/shapes/crate.png").subarray(0, 60));
    expect(await hashShape(path)).not.toBe(first.source.sha256);
  });

  it("cut off at every sixteenth: an error that names the file, or a sound shape where the format cannot tell", async () => {
    const whole = await format.bytes();
    const found: (string | null)[] = [];
    for (let part = 0; part < 16; part++) found.push((await errorOf(await writeModel(format, whole.subarray(0, Math.floor((whole.length * part) / 16)))))?.code ?? null);
    // OBJ has neither counts nor an end
    if (format.name !== "OBJ") expect(found).not.toContain(null);
    expect(found[0]).toBe("E_SHAPE_FILE");
  });

  it("damaged at any byte: an error or a sound shape", async () => {
    const whole = await format.bytes();
    let state = 7;
    for (let attempt = 0; attempt < 60; attempt++) {
      const bytes = whole.slice();
      for (let hit = 0; hit < 3; hit++) {
        state = (Math.imul(state, 1103515245) + 12345) >>> 0;
        bytes[(state >>> 3) % bytes.length] = state >>> 24;
      }
      await errorOf(await writeModel(format, bytes));
    }
  });

  it("garbage after a true beginning", async () => {
    const whole = await format.bytes();
    for (const length of [whole.length / 8, whole.length / 2]) {
      const bytes = whole.slice();
      for (let i = Math.floor(length); i < bytes.length; i++) bytes[i] = (Math.imul(i, 2654435761) >>> 24) & 0xff;
      if (format.name !== "OBJ") expect(await errorOf(await writeModel(format, bytes))).not.toBeNull();
    }
  });
});

describe("numbers that cannot be", () => {
  const text = (name: string, change: (text: string) => string) => async (): Promise<DatasetError | null> => {
    const format = FORMATS.find((known) => known.name === name)!;
    return errorOf(await writeModel(format, new TextEncoder().encode(change(new TextDecoder().decode(await format.bytes())))));
  };
  it.each([
    ["PLY: a coordinate that is not a number", text("PLY text", (ply) => ply.replace("\n1 2 3\n", "\n1 nan 3\n")), "E_SHAPE_GEOMETRY", /"nan" where y should be|nan/],
    ["PLY: a vertex that does not exist", text("PLY text", (ply) => ply.replace("4 0 1 3 2", "4 0 1 3 8")), "E_SHAPE_GEOMETRY", /vertex 8, but there are 8/],
    ["PLY: a negative vertex", text("PLY text", (ply) => ply.replace("4 0 1 3 2", "4 0 1 3 -1")), "E_SHAPE_GEOMETRY", /vertex -1/],
    ["PLY: a count beyond the file", text("PLY text", (ply) => ply.replace("vertex 8", "vertex 4000000000")), "E_SHAPE_FILE", /4000000000 × vertex/],
    ["PLY: a count that is no number", text("PLY text", (ply) => ply.replace("vertex 8", "vertex many")), "E_SHAPE_FILE", /no number of elements/],
    ["PLY: no faces", text("PLY text", (ply) => ply.replace("face 6", "face 0")), "E_SHAPE_GEOMETRY", /no triangle|but no faces/],
    ["PLY: a missing picture", text("PLY text", (ply) => ply.replace("crate.png", "gone.png")), "E_TEXTURE", /gone\.png/],
    ["PLY: a picture outside its folder", text("PLY text", (ply) => ply.replace("crate.png", "../gone.png")), "E_EXTERNAL_URI", /leaves the folder/],
    ["OFF: a vertex that does not exist", text("OFF", (off) => off.replace("4 0 1 3 2", "4 0 1 3 8")), "E_SHAPE_GEOMETRY", /vertex 8, but there are 8/],
    ["OFF: a word as coordinate", text("OFF", (off) => off.replace("\n1 2 3\n", "\n1 two 3\n")), "E_SHAPE_GEOMETRY", /Line 11 .*"two"/],
    ["OFF: a count beyond the file", text("OFF", (off) => off.replace("8 6 12", "8 999999999 0")), "E_SHAPE_FILE", /do not fit/],
    ["OFF: four dimensions", text("OFF", (off) => off.replace("OFF", "4OFF")), "E_SHAPE_FILE", /dimension/],
    ["STL: a coordinate that is not a number", text("STL text", (stl) => stl.replace("vertex 1 2 3", "vertex 1 x 3")), "E_SHAPE_GEOMETRY", /"x" where a coordinate/],
    ["STL: a loop of two", text("STL text", (stl) => stl.replace("vertex 1 2 3\n", "")), "E_SHAPE_FILE", /where vertex should be/],
  ])("%s", async (_name, load, code, message) => {
    const error = await load();
    expect(error).toMatchObject({ code });
    expect(error!.message).toMatch(message);
  });

  it("STL: more triangles than bytes", async () => {
    const format = FORMATS.find((known) => known.name === "STL binary")!;
    const bytes = await format.bytes();
    new DataView(bytes.buffer).setUint32(80, 4_000_000_000, true);
    expect(await errorOf(await writeModel(format, bytes))).toMatchObject({ code: "E_SHAPE_FILE" });
  });
});
