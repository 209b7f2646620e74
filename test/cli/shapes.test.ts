import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { lazyLibrary } from "../../src/cli/library.js";
import { decodeImage } from "../../src/codecs/image.js";
import { localFileSystem } from "../../src/storage/file-system.js";
import { temporaryFolder } from "../temporary-folder.js";
import { call, fakeTerminal } from "./fake-terminal.js";

const OBJ = "v 0 0 0\nv 1 0 0\nv 0 2 0\nv 0 0 4\nf 1 3 2\nf 1 2 4\nf 1 4 3\nf 2 3 4\n";

/** Category folders with a good, a textured and a broken model, a CSV that lists a missing one, and a recipe. */
function workplace(): string {
  const folder = temporaryFolder();
  for (const path of ["models/car/crate", "models/chair", "shapenet/02958343/aaa"]) mkdirSync(join(folder, path), { recursive: true });
  copyFileSync("test/golden/shapes/crate.fbx", join(folder, "models/car/crate/crate.fbx"));
  copyFileSync("test/golden/shapes/crate.png", join(folder, "models/car/crate/crate.png"));
  writeFileSync(join(folder, "models/chair/good.obj"), OBJ);
  writeFileSync(join(folder, "models/chair/broken.obj"), "v 0 0 0\nf 1 2 3\n");
  writeFileSync(join(folder, "shapenet/02958343/aaa/model.obj"), OBJ);
  writeFileSync(join(folder, "list.csv"), "synset,model,distance,azimuth,elevation,strength,sampling\n02958343,aaa,1.5,0,0,1,3\n02958343,gone,1.5,0,0,1,3\n");
  writeFileSync(join(folder, "recipe.yaml"), "name: all\ncount: 2\nshapes:\n  - folders: models\n    licence: CC0-1.0\n  - csv: list.csv\n    shapenet: shapenet\n");
  return folder;
}

const shapes = (folder: string, ...args: string[]) => call(["shapes", ...args], { library: lazyLibrary, terminal: fakeTerminal({ folder }) });

describe("shapes list", () => {
  it("shows id, category, licence and source of a recipe's shapes, and what is missing", async () => {
    const { code, out } = await shapes(workplace(), "list", "recipe.yaml");
    expect(code).toBe(0);
    expect(out).toMatch(/chair\/good +chair +CC0-1\.0 +chair\/good\.obj/);
    expect(out).toMatch(/02958343\/aaa +car +LicenseRef-ShapeNet.* +shapenet\/02958343\/aaa\/model\.obj/);
    expect(out).toMatch(/missing\n +02958343\/gone +Line 3 of list\.csv: gone is in none of the folders/);
    expect(out).toContain("4 shapes in 2 categories");
  });

  it("takes a source from flags, counts unknown licences, and leaves them out when asked", async () => {
    const folder = workplace();
    expect((await shapes(folder, "list", "--folders", "models")).out).toContain("3 without a known licence (--licence-known leaves them out)");
    const { code, err } = await shapes(folder, "list", "--folders", "models", "--licence-known");
    expect([code, err]).toEqual([2, expect.stringContaining("has no model that fits")]);
    const csv = await shapes(folder, "list", "--csv", "list.csv", "--shapenet", "shapenet", "--json");
    expect(csv.out.trim().split("\n").map((line) => (JSON.parse(line) as { type: string; id: string }).type)).toEqual(["shape", "shape-missing"]);
  });

  it("a wrong folder, an unknown action, both a recipe and a source", async () => {
    const folder = workplace();
    expect(await shapes(folder, "list", "--shapenet", "models")).toMatchObject({ code: 2, err: expect.stringMatching(/ShapeNetCore.*Found there: car\/, chair\//) });
    expect(await shapes(folder, "count")).toMatchObject({ code: 2, err: expect.stringContaining("list, check and sheet") });
    expect(await shapes(folder, "list", "recipe.yaml", "--folders", "models")).toMatchObject({ code: 2, err: expect.stringContaining("a recipe and a source") });
    expect(await shapes(folder, "list", "recipe.yaml", "--category", "car")).toMatchObject({ code: 2, err: expect.stringContaining("--category goes with a source") });
    expect((await shapes(folder, "list", "recipe.yaml", "--licence-known")).out).toContain("4 shapes in 2 categories");
  });
});

describe("shapes check", () => {
  it("loads each and says what it is; one that cannot be used makes the exit code 1", async () => {
    const { code, out } = await shapes(workplace(), "check");
    expect(code).toBe(1);
    expect(out).toMatch(/ok car\/crate {2}car · 12 triangles · 1 part · 1 material · 1 texture · front unknown\n.*cameras, lights left out/);
    expect(out).toMatch(/!! chair\/broken {2}E_SHAPE_GEOMETRY: Line 2 of .*broken\.obj has a face with vertex 2/);
    expect(out).toMatch(/ok 02958343\/aaa .* front known/);
    expect(out).toContain("4 shapes checked, 1 cannot be used");
    expect((await shapes(workplace(), "check", "--folders", "models", "--category", "car")).code).toBe(0);
  });
});

describe("shapes sheet", () => {
  it("draws all shapes, with the error where one cannot be used", async () => {
    const folder = workplace();
    const { code, out } = await shapes(folder, "sheet", "recipe.yaml", "--out", "look.png");
    expect([code, out]).toEqual([1, expect.stringContaining("wrote look.png: 4 shapes of 4, 1 cannot be used")]);
    const image = await decodeImage(await localFileSystem.read(join(folder, "look.png")), { subject: "look.png" });
    expect([image.width, image.height]).toEqual([2 * 24 + 3 * 256 + 2 * 12, 2 * 24 + 50 + 2 * (256 + 40) + 12]);
    // the first tile has its arrows: blue up, amber only where the front is known
    const colors = (left: number, top: number) => {
      const seen = { up: 0, front: 0 };
      for (let y = top; y < top + 256; y++) {
        for (let x = left; x < left + 256; x++) {
          const at = (y * image.width + x) * 4;
          const [red, green, blue] = [image.data[at]!, image.data[at + 1]!, image.data[at + 2]!];
          if (red === 80 && green === 140 && blue === 255) seen.up++;
          if (red === 255 && green === 170 && blue === 30) seen.front++;
        }
      }
      return seen;
    };
    expect(colors(24, 74)).toEqual({ up: expect.any(Number), front: 0 });
    expect(colors(24, 74).up).toBeGreaterThan(30);
    // the CSV's model is the fourth, in the second row
    expect(colors(24, 74 + 256 + 40 + 12).front).toBeGreaterThan(30);
  });
});
