import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { encodePng } from "../../src/codecs/image.js";
import { random } from "../../src/core/random.js";
import { openPhotoFolder } from "../../src/generate/photo-folder.js";
import { temporaryFolder } from "../temporary-folder.js";

/** A folder with one grey picture at each path. */
async function photos(...paths: string[]): Promise<string> {
  const folder = temporaryFolder();
  const png = await encodePng({ width: 4, height: 2, channels: 3, data: new Uint8Array(24).fill(128) });
  for (const path of paths) {
    mkdirSync(join(folder, path, ".."), { recursive: true });
    writeFileSync(join(folder, path), png);
  }
  return folder;
}

describe("a folder of photographs", () => {
  it("counts folders inside, as folders of panoramas and of real images do, but nothing hidden", async () => {
    const folder = await openPhotoFolder(await photos("b.png", "city/a.png", ".trash/c.png", ".d.png"));
    const names = await Promise.all(Array.from({ length: 24 }, (_, index) => folder.crop(2, 2, random(0, `image/${index}`, "photo"))));
    expect([...new Set(names.map(({ name }) => name))].sort()).toEqual(["b.png", "city/a.png"]);
    expect(names[0]!.image).toMatchObject({ width: 2, height: 2 });
  });

  it("without any: says where it looked", async () => {
    await expect(openPhotoFolder(await photos(".trash/c.png"))).rejects.toMatchObject({ code: "E_NOT_FOUND", message: expect.stringContaining("in it and in folders inside") });
  });
});
