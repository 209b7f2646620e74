import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SCHEDULER_CLASSES, createScheduler } from "../../../src/diffusion/schedulers/registry.js";

const sd15 = { beta_start: 0.00085, beta_end: 0.012, beta_schedule: "scaled_linear" };

describe("createScheduler", () => {
  it("reads the configuration that Stable Diffusion 1.5 is published with", () => {
    const scheduler = createScheduler({
      _class_name: "PNDMScheduler",
      _diffusers_version: "0.6.0",
      ...sd15,
      num_train_timesteps: 1000,
      set_alpha_to_one: false,
      skip_prk_steps: true,
      steps_offset: 1,
      trained_betas: null,
      clip_sample: false,
    });
    scheduler.setTimesteps(4);
    expect(scheduler.timesteps).toEqual([751, 501, 501, 251, 1]);
    expect(scheduler.initNoiseSigma).toBe(1);
  });

  it("names a class that it does not have, and those it has", () => {
    expect(() => createScheduler({ _class_name: "KarrasVeScheduler" })).toThrow(expect.objectContaining({ code: "E_MODEL", message: expect.stringContaining("KarrasVeScheduler"), hint: expect.stringContaining("DDIMScheduler") }));
    expect(() => createScheduler({})).toThrow(/undefined/);
    expect(() => createScheduler({ _class_name: "toString" })).toThrow(/toString/);
  });

  it.each([
    ["DDIMScheduler", { beta_schedule: "sigmoid" }, /beta_schedule is "sigmoid"/],
    ["DDIMScheduler", { prediction_type: "flow_prediction" }, /prediction_type is "flow_prediction"/],
    ["DDIMScheduler", { thresholding: true }, /thresholding is true/],
    ["EulerDiscreteScheduler", { timestep_spacing: "random" }, /timestep_spacing is "random"/],
    ["EulerDiscreteScheduler", { use_beta_sigmas: true }, /use_beta_sigmas is true/],
    ["EulerDiscreteScheduler", { use_karras_sigmas: true, use_exponential_sigmas: true }, /both true/],
    ["EulerAncestralDiscreteScheduler", { prediction_type: "sample" }, /prediction_type is "sample"/],
    ["DPMSolverMultistepScheduler", { algorithm_type: "dpmsolver" }, /sigma zero/],
    ["DPMSolverMultistepScheduler", { algorithm_type: "sde-dpmsolver", final_sigmas_type: "sigma_min", solver_order: 3 }, /solver_order 3/],
    ["DPMSolverMultistepScheduler", { variance_type: "learned" }, /variance_type is "learned"/],
    ["DPMSolverMultistepScheduler", { final_sigmas_type: "one" }, /final_sigmas_type is "one"/],
    ["UniPCMultistepScheduler", { use_flow_sigmas: true }, /use_flow_sigmas is true/],
    ["UniPCMultistepScheduler", { solver_p: {} }, /solver_p/],
    ["LCMScheduler", { original_inference_steps: 0 }, /original_inference_steps is 0/],
    ["HeunDiscreteScheduler", { trained_betas: [0.1, 0.2] }, /trained_betas has 2 values/],
  ])("%s refuses %o by name", (className, config, message) => {
    expect(() => createScheduler({ _class_name: className, ...config })).toThrow(expect.objectContaining({ code: "E_MODEL", message: expect.stringMatching(message) }));
  });

  it("takes the lower limit of lambda as JSON readers may hand it on", () => {
    for (const limit of [-Infinity, "-Infinity", null, undefined, -1e9]) {
      const scheduler = createScheduler({ _class_name: "DPMSolverMultistepScheduler", lambda_min_clipped: limit });
      scheduler.setTimesteps(4);
      expect(scheduler.timesteps[0]).toBe(999);
    }
  });
});

describe.each(SCHEDULER_CLASSES)("%s", (className) => {
  const config = { _class_name: className, ...sd15 };
  const ones = (length: number): Float32Array => new Float32Array(length).fill(1);

  /** A whole run on this first sample; the model halves what it sees. */
  function run(scheduler: ReturnType<typeof createScheduler>, first: Float32Array, noise: Float32Array): Float32Array {
    scheduler.setTimesteps(6);
    let sample = first;
    for (const timestep of scheduler.timesteps) {
      const output = scheduler.scaleModelInput(sample, timestep).map((value) => value / 2);
      sample = scheduler.step(output, timestep, sample, { noise, eta: 1 }).prevSample;
    }
    return sample;
  }

  it("treats each element alone, so that a batch changes nothing", () => {
    const values = fc.float32Array({ minLength: 3, maxLength: 3, noNaN: true, min: -4, max: 4 });
    fc.assert(
      fc.property(values, values, values, values, (a, b, noiseA, noiseB) => {
        const scheduler = createScheduler(config);
        const together = run(scheduler, Float32Array.from([...a, ...b]), Float32Array.from([...noiseA, ...noiseB]));
        expect([...together]).toEqual([...run(scheduler, a, noiseA), ...run(scheduler, b, noiseB)]);
      }),
      { numRuns: 30 },
    );
  });

  it("leaves its arguments alone", () => {
    const scheduler = createScheduler(config);
    const sample = ones(2);
    const noise = ones(2);
    run(scheduler, sample, noise);
    scheduler.addNoise(sample, noise, scheduler.timesteps[2]!);
    expect([...sample, ...noise]).toEqual([1, 1, 1, 1]);
  });

  it("says what is wrong with its use", () => {
    const scheduler = createScheduler(config);
    expect(() => scheduler.setTimesteps(0)).toThrow(/0 steps/);
    expect(() => scheduler.setTimesteps(2.5)).toThrow(/2.5 steps/);
    expect(() => scheduler.setTimesteps(1001)).toThrow(/1001 steps/);
    scheduler.setTimesteps(5);
    expect(() => scheduler.step(ones(3), scheduler.timesteps[0]!, ones(2), { noise: ones(2) })).toThrow(/modelOutput has 3 elements, the sample 2/);
    expect(() => scheduler.addNoise(ones(2), ones(1), scheduler.timesteps[0]!)).toThrow(/noise has 1/);
    expect(() => scheduler.addNoise(ones(2), ones(2), 5000)).toThrow(/timestep 5000/);
  });

  it("asks for noise where it needs it", () => {
    const scheduler = createScheduler({ ...config, eta: 1 });
    scheduler.setTimesteps(5);
    const step = () => scheduler.step(ones(2), scheduler.timesteps[0]!, ones(2));
    if (scheduler.needsNoise) expect(step).toThrow(expect.objectContaining({ code: "E_OPTION", subject: "noise" }));
    else expect(step().prevSample).toHaveLength(2);
  });

  it("takes as many steps as it is told, whatever the rounding", () => {
    if (className === "LCMScheduler" || className === "HeunDiscreteScheduler") return; // no spacing; two questions a step
    const scheduler = createScheduler({ ...config, timestep_spacing: "trailing", skip_prk_steps: true });
    for (const steps of [61, 103, 999]) {
      scheduler.setTimesteps(steps);
      expect(scheduler.timesteps.length).toBe(steps + (className === "PNDMScheduler" ? 1 : 0));
      expect(scheduler.timesteps.at(-1)).toBe(Math.round(1000 / steps) - 1);
    }
  });

  it("stays finite where the first timestep is pure noise", () => {
    if (["PNDMScheduler", "HeunDiscreteScheduler"].includes(className)) return; // they cannot rescale
    const scheduler = createScheduler({ ...config, rescale_betas_zero_snr: true, timestep_spacing: "trailing", prediction_type: "v_prediction" });
    expect(run(scheduler, ones(2), ones(2)).every(Number.isFinite)).toBe(true);
  });
});

it("an Euler run that has ended needs a new schedule", () => {
  const scheduler = createScheduler({ _class_name: "EulerDiscreteScheduler" });
  const one = new Float32Array([1]);
  expect(() => scheduler.step(one, 999, one)).toThrow(/setTimesteps|no timesteps/);
  scheduler.setTimesteps(1);
  scheduler.step(one, scheduler.timesteps[0]!, one);
  expect(() => scheduler.step(one, 0, one)).toThrow(/has ended/);
});
