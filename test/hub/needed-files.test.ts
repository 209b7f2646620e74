import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { neededFiles } from "../../src/hub/needed-files.js";

describe("which files a model needs", () => {
  const network = ["config.json", "diffusion_pytorch_model.bin", "diffusion_pytorch_model.safetensors"];

  it("one precision, the other where the first is not there", () => {
    const both = [...network, "diffusion_pytorch_model.fp16.safetensors", "diffusion_pytorch_model.non_ema.safetensors"];
    expect(neededFiles(both, null, "fp16").paths).toEqual(["config.json", "diffusion_pytorch_model.fp16.safetensors"]);
    expect(neededFiles(both, null, "fp32").paths).toEqual(["config.json", "diffusion_pytorch_model.safetensors"]);
    expect(neededFiles(network, null, "fp16").paths).toEqual(["config.json", "diffusion_pytorch_model.safetensors"]);
  });

  it.each([["diffusion_pytorch_model.safetensors.index.fp16.json"], ["diffusion_pytorch_model.fp16.safetensors.index.json"]])("all shards with %s, or none", (index) => {
    const shards = [1, 2, 3].map((place) => `diffusion_pytorch_model.fp16-0000${place}-of-00003.safetensors`);
    expect(neededFiles(["config.json", index, ...shards], "network", "fp32").paths).toEqual(["config.json", index, ...shards]);
    expect(neededFiles(["config.json", index, ...shards.slice(0, 2)], "network", "fp16").missing).toEqual(["*.safetensors"]);
    expect(neededFiles(["config.json", index, "diffusion_pytorch_model.fp16-00001-of-99999.safetensors"], "network", "fp16").missing).toEqual(["*.safetensors"]);
  });

  it("one LoRA: the usual name, the only one, or the one that was named", () => {
    expect(neededFiles(["a.safetensors", "pytorch_lora_weights.safetensors", "x.bin"], null, "fp16").paths).toEqual(["pytorch_lora_weights.safetensors"]);
    expect(neededFiles(["a.safetensors", "LICENSE.md", "LICENSE.py/x"], null, "fp16").paths).toEqual(["LICENSE.md", "a.safetensors"]);
    expect(neededFiles(["a.safetensors", "b/c.safetensors"], null, "fp16", "b/c.safetensors").paths).toEqual(["b/c.safetensors"]);
    expect(() => neededFiles(["a.safetensors", "b.safetensors"], "lora", "fp16")).toThrow(/2 files of weights, and one is meant/);
  });

  it("a pipeline's second encoder where its list names one", () => {
    const { missing } = neededFiles(["model_index.json"], "pipeline", "fp16", null, ["text_encoder_2"]);
    expect(missing).toContain("text_encoder_2/config.json");
    expect(neededFiles(["model_index.json"], "pipeline", "fp16").missing).not.toContain("text_encoder_2/config.json");
  });

  it("whatever a repository lists, nothing but safetensors, JSON, merges and papers is taken", () => {
    const name = fc.constantFrom("config", "model", "diffusion_pytorch_model", "unet", "..", "README", "LICENSE", "pytorch_lora_weights", "merges", "vocab", "x");
    const path = fc.tuple(fc.constantFrom("", "unet/", "../", "vae/", "tokenizer/", "/", "unet/../"), name, fc.constantFrom(".safetensors", ".bin", ".ckpt", ".json", ".txt", ".md", ".py", ".fp16.safetensors", ".pkl")).map((parts) => parts.join(""));
    fc.assert(
      fc.property(fc.uniqueArray(path, { maxLength: 40 }), fc.constantFrom("pipeline", "network"), (paths, layout) => {
        for (const taken of neededFiles(paths, layout, "fp16").paths) {
          expect(paths).toContain(taken);
          expect(taken).toMatch(/^(?:\w+\/)?(?:[\w.]+\.(?:safetensors|json)|merges\.txt|README\.md|LICENSE(?:\.\w+)*)$/);
        }
      }),
    );
  });
});
