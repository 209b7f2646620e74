import { describe, expect, it } from "vitest";
import { random } from "../../src/core/random.js";
import { renderPasses } from "../../src/render/passes.js";
import type { Shape } from "../../src/sample/shape.js";
import { PATTERNS, patternTexture } from "../../src/variation/pattern.js";
import { materialsVariationOptions, varyMaterials } from "../../src/variation/materials.js";
import { cameraAround, cube, place, sceneOf } from "../render/scenes.js";

const options = materialsVariationOptions.parse({ textureChance: 1 });
const vary = (shape: Shape, more = {}, seed = 1) => varyMaterials(shape, random(seed, "object", "materials"), { ...options, ...more });
const passesOf = (shape: Shape) => renderPasses(sceneOf(cameraAround(0.7, 0.4, 2), [place(1, shape)]));

describe("varied materials", () => {
  it("change the colours and leave every geometric pass as it was, bit for bit", () => {
    const shape = cube({ baseColor: [0.6, 0.2, 0.1, 1] });
    const before = passesOf(shape);
    for (let seed = 0; seed < 8; seed++) {
      const after = passesOf(vary(shape, { textureChance: 0.5 }, seed).shape);
      for (const pass of ["depth", "normal", "instanceId", "partId", "objectCoordinates", "alpha"] as const) expect(after[pass]).toEqual(before[pass]);
      expect(after.color).not.toEqual(before.color);
    }
  });

  it("are the same for the same stream, others for another, and the given shape stays", () => {
    const shape = cube();
    const before = structuredClone(shape);
    expect(vary(shape)).toEqual(vary(shape));
    expect(vary(shape, {}, 2).changes).not.toEqual(vary(shape).changes);
    expect(shape).toEqual(before);
  });

  it("name what was changed", () => {
    const { shape, changes } = vary(cube(), { patterns: ["checker"] });
    expect(changes.colors).toHaveLength(1);
    expect(changes.colors[0]!.roughness).toBe(shape.materials[0]!.roughness);
    expect(changes.textures).toMatchObject([{ part: "body", pattern: "checker" }]);
    expect(shape.materials[shape.meshes[0]!.material]!.baseColorTexture!.texture.name).toBe("checker");
  });

  it("keep what lets light through as it is: its alpha is part of the form", () => {
    for (const alphaMode of ["blend", "mask"] as const) {
      const { shape, changes } = vary(cube({ alphaMode, baseColor: [1, 1, 1, 0.4] }));
      expect(changes.textures).toEqual([]);
      expect(shape.materials[0]!.baseColor[3]).toBe(0.4);
    }
  });

  it("give grey materials a colour where repainted", () => {
    const { shape, changes } = vary(cube(), { textureChance: 0, repaintChance: 1 });
    expect(changes.colors[0]!.paint).not.toBeNull();
    const [red, green, blue] = shape.materials[0]!.baseColor;
    expect(Math.max(red, green, blue)).toBeGreaterThan(1.1 * Math.min(red, green, blue));
    expect(vary(cube(), { repaintChance: 0 }).changes.colors[0]!.paint).toBeNull();
  });

  it("recolour a texture and keep its alpha", () => {
    const texture = { name: "t", width: 1, height: 1, data: Uint8Array.of(200, 40, 40, 77) };
    const slot = { texture, texCoord: 0, wrapS: "repeat", wrapT: "repeat", filter: "linear", transform: null } as const;
    const { shape } = vary(cube({ baseColorTexture: slot }), { textureChance: 0, saturation: [0, 0], value: [1, 1] });
    const [red, green, blue, alpha] = shape.materials[0]!.baseColorTexture!.texture.data;
    expect([red === green, green === blue, alpha]).toEqual([true, true, 77]);
    expect(texture.data).toEqual(Uint8Array.of(200, 40, 40, 77));
  });
});

it("patterns show both colours, tile, and consist of nothing beyond them", () => {
  for (const pattern of PATTERNS) {
    const { data, width, height } = patternTexture(pattern, [[0, 0, 0], [1, 1, 1]], 3);
    const reds = Array.from({ length: width * height }, (_, pixel) => data[pixel * 4]!);
    expect(Math.min(...reds)).toBeLessThan(30);
    expect(Math.max(...reds)).toBeGreaterThan(225);
    expect(reds.reduce((sum, red) => sum + red, 0) / reds.length).toBeGreaterThan(50);
  }
});
