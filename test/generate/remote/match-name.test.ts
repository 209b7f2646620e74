import { describe, expect, it } from "vitest";
import { hasInWords, matchName, nearNames } from "../../../src/generate/remote/match-name.js";

const NAMES = ["SD1.5/v1-5-pruned.safetensors", "v1-5-pruned-emaonly.safetensors", "control_v11p_sd15_canny [d14c016b]", "control_v11p_sd15_canny_fp16 [b18e0966]", "XL\\sd_xl_base_1.0.safetensors"];

describe("the server's name", () => {
  it.each([
    ["v1-5-pruned-emaonly.safetensors", "v1-5-pruned-emaonly.safetensors"],
    ["v1-5-pruned-emaonly", "v1-5-pruned-emaonly.safetensors"],
    ["V1-5-Pruned-EMAonly.ckpt", "v1-5-pruned-emaonly.safetensors"],
    ["v1-5-pruned", "SD1.5/v1-5-pruned.safetensors"],
    ["control_v11p_sd15_canny", "control_v11p_sd15_canny [d14c016b]"],
    ["control_v11p_sd15_canny_fp", "control_v11p_sd15_canny_fp16 [b18e0966]"],
    ["xl/sd_xl_base_1.0.safetensors", "XL\\sd_xl_base_1.0.safetensors"],
    ["sd_xl", "XL\\sd_xl_base_1.0.safetensors"],
    ["control_v11p", null],
    ["nothing", null],
  ])("for %s is %s", (wanted, name) => {
    expect(matchName(wanted, NAMES)).toBe(name);
  });

  it("that is most like it comes first in messages", () => {
    expect(nearNames("control_v11p_sd15_cany", NAMES)[0]).toBe("control_v11p_sd15_canny [d14c016b]");
    expect(hasInWords("x", [])).toBe("It has none.");
    expect(hasInWords("sd_xl_bas", NAMES)).toMatch(/^It has XL\\sd_xl_base_1\.0\.safetensors, .* and 2 more\.$/);
  });
});
