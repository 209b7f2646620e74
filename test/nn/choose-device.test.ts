import { describe, expect, it } from "vitest";
import { chooseDevice, firstThatWorks } from "../../src/nn/session/choose-device.js";

describe("device auto", () => {
  const offered = async () => ["cpu", "webgpu", "coreml", "cuda"];

  it("is the best that really computes right here", async () => {
    expect(await firstThatWorks(offered, async () => true)).toBe("cuda");
    expect(await firstThatWorks(offered, async (device) => device === "coreml")).toBe("coreml");
    expect(await firstThatWorks(offered, async () => false)).toBe("cpu");
  });

  it("never is one that nothing was heard of, nor WebGPU, which may be a program on the processor", async () => {
    const tried: string[] = [];
    await firstThatWorks(offered, async (device) => (tried.push(device), false));
    expect(tried).toEqual(["cuda", "coreml"]);
  });

  it("is asked only where the user leaves it open", async () => {
    expect(await chooseDevice("webgpu")).toBe("webgpu");
  });
});
