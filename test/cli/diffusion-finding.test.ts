import { describe, expect, it } from "vitest";
import { diffusionFinding, type DiffusionMachine } from "../../src/cli/diffusion-finding.js";
import { DatasetError } from "../../src/core/errors.js";

const installed: DiffusionMachine = {
  load: () => Promise.resolve({
    env: { versions: { node: "1.30.0" } },
    listSupportedBackends: () => [{ name: "cpu", bundled: true }, { name: "webgpu", bundled: true }, { name: "cuda", bundled: false }],
  }),
  platform: "linux x64",
  hasNvidiaCard: false,
  hasCudaPart: false,
};

function failing(code: string): DiffusionMachine["load"] {
  const cause = Object.assign(new Error("gone"), { code });
  return () => Promise.reject(new DatasetError("E_DEPENDENCY", "ONNX Runtime does not start", { hint: "add it", cause }));
}

describe("what the doctor says about ONNX Runtime", () => {
  it("its version and devices; what never ran on hardware is untested", async () => {
    expect(await diffusionFinding(installed)).toEqual({ name: "local diffusion", state: "good", detail: "onnxruntime-node 1.30.0: cpu, webgpu (untested)", hint: null });
  });

  it("with an NVIDIA card, the command that adds cuda, until it is there", async () => {
    expect(await diffusionFinding({ ...installed, hasNvidiaCard: true })).toMatchObject({ hint: expect.stringMatching(/ONNXRUNTIME_NODE_INSTALL=cuda12 npm rebuild onnxruntime-node$/) });
    expect(await diffusionFinding({ ...installed, hasNvidiaCard: true, hasCudaPart: true })).toMatchObject({ detail: expect.stringContaining("cuda (untested)"), hint: null });
    expect(await diffusionFinding({ ...installed, hasNvidiaCard: true, platform: "win32 x64" })).toMatchObject({ hint: null });
  });

  it("another version than the tested one", async () => {
    const load = async () => ({ ...(await installed.load()), env: { versions: { node: "1.20.0" } } });
    expect(await diffusionFinding({ ...installed, load })).toMatchObject({ state: "good", hint: expect.stringContaining("npm install --ignore-scripts onnxruntime-node@1.30.0") });
  });

  it("absent: the command that adds it, for the card that is there", async () => {
    const absent = { ...installed, load: failing("ERR_MODULE_NOT_FOUND") };
    expect(await diffusionFinding(absent)).toMatchObject({ state: "absent", hint: "to add it: npm install --ignore-scripts onnxruntime-node@1.30.0" });
    expect(await diffusionFinding({ ...absent, hasNvidiaCard: true })).toMatchObject({ state: "absent", hint: expect.stringMatching(/cuda.*: ONNXRUNTIME_NODE_INSTALL=cuda12 npm install onnxruntime-node@1\.30\.0$/) });
  });

  it("there but not starting", async () => {
    expect(await diffusionFinding({ ...installed, load: failing("ERR_DLOPEN_FAILED") })).toMatchObject({ state: "broken", detail: "ONNX Runtime does not start" });
  });
});
