import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { canonicalCategory, categories, categoryOf } from "../../src/sample/category-table.js";

const PASCAL3D = ["aeroplane", "bicycle", "boat", "bottle", "bus", "car", "chair", "diningtable", "motorbike", "sofa", "train", "tvmonitor"];

const OBJECTNET3D =
  "aeroplane ashtray backpack basket bed bench bicycle blackboard boat bookshelf bottle bucket bus cabinet calculator camera can cap car cellphone chair clock coffee_maker comb computer cup desk_lamp diningtable dishwasher door eraser eyeglasses fan faucet filing_cabinet fire_extinguisher fish_tank flashlight fork guitar hair_dryer hammer headphone helmet iron jar kettle key keyboard knife laptop lighter mailbox microphone microwave motorbike mouse paintbrush pan pen pencil piano pillow plate pot printer racket refrigerator remote_control rifle road_pole satellite_dish scissors screwdriver shoe shovel sign skate skateboard slipper sofa speaker spoon stapler stove suitcase teapot telephone toaster toilet toothbrush train trash_bin trophy tub tvmonitor vending_machine washing_machine watch wheelchair".split(" ");

const OMNI3D =
  "pedestrian,car,cyclist,van,truck,traffic cone,barrier,motorcycle,bicycle,bus,trailer,books,bottle,camera,cereal box,chair,cup,laptop,shoes,towel,blinds,window,lamp,shelves,mirror,sink,cabinet,bathtub,door,toilet,desk,box,bookcase,picture,table,counter,bed,night stand,pillow,sofa,television,floor mat,curtain,clothes,stationery,refrigerator,bin,stove,oven,machine".split(",");

const ARKITSCENES = ["table", "bed", "sofa", "television", "refrigerator", "chair", "oven", "machine", "stove", "shelves", "sink", "cabinet", "bathtub", "toilet"];

const sorted = (names: readonly (string | null)[]) => names.filter((name) => name !== null).toSorted();

describe("the category table", () => {
  it("names every category of PASCAL3D+, ObjectNet3D, Omni3D and COCO exactly once", () => {
    expect(sorted(categories.map((category) => category.pascal3d))).toEqual(PASCAL3D);
    expect(sorted(categories.map((category) => category.objectnet3d))).toEqual(OBJECTNET3D.toSorted());
    expect(sorted(categories.map((category) => category.omni3d))).toEqual(OMNI3D.toSorted());
    const coco = categories.map((category) => category.coco).filter((name) => name !== null);
    expect(new Set(coco).size).toBe(80);
    expect(coco).toHaveLength(80);
  });

  it("has well-formed, unique ids and synsets", () => {
    const ids = categories.map((category) => category.id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const category of categories) {
      expect(category.id).toMatch(/^[a-z]+(_[a-z]+)*$/);
      for (const synset of [...category.imagenet, ...(category.synset === null ? [] : [category.synset])]) {
        expect(synset).toMatch(/^n\d{8}$/);
      }
    }
    const imagenet = categories.flatMap((category) => category.imagenet);
    expect(new Set(imagenet).size).toBe(imagenet.length);
  });

  it("has no spelling that means two categories", () => {
    for (const category of categories) {
      const names = [category.id, ...category.aliases, category.pascal3d, category.objectnet3d, category.omni3d, category.coco];
      for (const name of names) if (name !== null) expect(canonicalCategory(name), name).toBe(category.id);
      if (category.synset !== null) expect(canonicalCategory(category.synset)).toBe(category.id);
    }
  });

  it("covers ARKitScenes' fourteen categories", () => {
    for (const name of ARKITSCENES) expect(categoryOf(name)?.omni3d, name).toBe(name);
  });

  it.skipIf(!existsSync("../shared/assets/models/manifest.json"))("covers the shared models' categories under their own names", () => {
    const manifest: unknown = JSON.parse(readFileSync("../shared/assets/models/manifest.json", "utf8"));
    const models = manifest as { category: string; pascal3d?: string }[];
    for (const model of models) {
      expect(canonicalCategory(model.category)).toBe(model.category);
      if (model.pascal3d !== undefined) expect(categoryOf(model.category)?.pascal3d).toBe(model.pascal3d);
    }
  });
});

describe("canonicalCategory", () => {
  it.each([
    ["aeroplane", "airplane"],
    [" Airplane ", "airplane"],
    ["Dining Table", "table"],
    ["diningtable", "table"],
    ["motorbike", "motorcycle"],
    ["couch", "sofa"],
    ["TVMonitor", "tv"],
    ["tv-monitor", "tv"],
    ["night_stand", "night_stand"],
    ["NightStand", "night_stand"],
    ["02958343", "car"],
    ["n03001627", "chair"],
    ["n04467665", "truck"],
  ])("%s means %s", (name, id) => expect(canonicalCategory(name)).toBe(id));

  it("keeps unknown names, trimmed and lower-cased", () => {
    expect(canonicalCategory("  Flying Saucer ")).toBe("flying saucer");
    expect(categoryOf("flying saucer")).toBeNull();
  });

  it("says what stands on the ground, flies and floats", () => {
    expect(categoryOf("aeroplane")?.support).toBe("air");
    expect(categoryOf("boat")?.support).toBe("water");
    expect(categoryOf("chair")?.support).toBe("ground");
  });
});
