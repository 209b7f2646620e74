import { describe, expect, it } from "vitest";
import { checkPlaces, fillIn, findPlaces } from "../../../src/generate/comfyui/placeholders.js";
import type { Workflow } from "../../../src/generate/comfyui/workflow.js";

const node = (class_type: string, inputs: Record<string, unknown>, title?: string) => ({ class_type, inputs, ...(title === undefined ? {} : { _meta: { title } }) });
const filled = (workflow: Workflow, values: Parameters<typeof fillIn>[2]) => fillIn(workflow, findPlaces(workflow), values);

describe("places of a workflow", () => {
  it("in values keep the type where they are the whole value", () => {
    const workflow = { "1": node("KSampler", { seed: "{{seed}}", note: "seed {{ seed }} of {{id}}", steps: 4, link: ["2", 0] }) };
    expect(filled(workflow, { seed: 7, id: "00000001" })["1"]!.inputs).toEqual({ seed: 7, note: "seed 7 of 00000001", steps: 4, link: ["2", 0] });
    expect(workflow["1"].inputs["seed"]).toBe("{{seed}}");
  });

  it("by title fill what the node has for it: FLUX, SDXL, primitives", () => {
    const workflow = {
      "1": node("CLIPTextEncodeFlux", { clip: ["9", 0], clip_l: "", t5xxl: "", guidance: 3.5 }, "prompt"),
      "2": node("CLIPTextEncodeSDXL", { text_g: "a", text_l: "b", width: 1 }, "Negative"),
      "3": node("RandomNoise", { noise_seed: 1 }, "{{seed}}"),
      "4": node("EmptySD3LatentImage", { width: 1, height: 1 }, "size {{width}} × {{height}}"),
      "5": node("PrimitiveInt", { value: 3 }, "width"),
      "6": node("LoadImage", { image: "example.png" }, "control.depth"),
    };
    const result = filled(workflow, { prompt: "p", negative: "n", seed: 5, width: 640, height: 480, "control.depth": "d.png" });
    expect(Object.values(result).map(({ inputs }) => inputs)).toEqual([
      { clip: ["9", 0], clip_l: "p", t5xxl: "p", guidance: 3.5 },
      { text_g: "n", text_l: "n", width: 1 },
      { noise_seed: 5 },
      { width: 640, height: 480 },
      { value: 640 },
      { image: "d.png" },
    ]);
  });

  it("do not read what is filled in", () => {
    const workflow = { "1": node("Text", { text: "{{prompt}} no. {{seed}}" }) };
    expect(filled(workflow, { prompt: "{{seed}} $& {{negative}}", seed: 3 })["1"]!.inputs["text"]).toBe("{{seed}} $& {{negative}} no. 3");
  });

  it("must be known, and fit the node", () => {
    expect(() => findPlaces({ "1": node("Text", { text: "{{control.cany}}" }) })).toThrow(expect.objectContaining({ code: "E_OPTION", hint: "Did you mean {{control.canny}}?" }));
    expect(() => findPlaces({ "1": node("KSampler", { seed: ["2", 0] }, "seed") })).toThrow(expect.objectContaining({ message: expect.stringContaining("has no input for it") }));
    expect(findPlaces({ "1": node("KSampler", { seed: 1 }, "My seed sampler") })).toEqual([]);
  });

  it("must be there for all that steers, and for nothing else", () => {
    const places = findPlaces({ "1": node("X", { a: "{{prompt}}{{seed}}{{control.canny}}" }) });
    expect(() => checkPlaces(places, ["canny"])).not.toThrow();
    expect(() => checkPlaces(places, ["canny", "depth"])).toThrow(expect.objectContaining({ message: expect.stringContaining("no place for {{control.depth}}") }));
    expect(() => checkPlaces(places, [])).toThrow(expect.objectContaining({ message: expect.stringContaining("generator.controls does not name") }));
  });
});
