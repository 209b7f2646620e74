"""Golden trajectories of diffusers' schedulers with a made-up model: python3 make.py

Writes cases.json (configuration, timesteps, initial sigma of each case) and trajectories.bin (float32, little endian):
first the vector of the model, then the noise table, then for each case the sample after every step and the result of
addNoise. The model is out = s / (1 + |s|) + v * (t / 1000), s the scaled sample; every operation rounded to float32.
Made with diffusers 0.42.1 and torch 2.15.0 on x86-64.

Zero-terminal schedules divide by differences of almost equal roots, and torch's root comes from a vendor library whose
last bit is wrong for a fifth of all numbers on some processors: diffusers disagrees with itself there by up to 1e-4.
Those cases are therefore recorded with correctly rounded roots (`correct_roots`); all others are plain diffusers.
"""
import contextlib
import json
import os
import sys
from pathlib import Path

import diffusers
import numpy as np
import torch

ELEMENTS = 12
NOISES = 52

SD15 = {"beta_start": 0.00085, "beta_end": 0.012, "beta_schedule": "scaled_linear"}
V = {"prediction_type": "v_prediction"}
SAMPLE = {"prediction_type": "sample"}
KARRAS = {"use_karras_sigmas": True}
TRAILING = {"timestep_spacing": "trailing"}
LEADING = {"timestep_spacing": "leading", "steps_offset": 1}
LINSPACE = {"timestep_spacing": "linspace"}
COSINE = {"beta_schedule": "squaredcos_cap_v2"}
ZERO_SNR = {"rescale_betas_zero_snr": True}
SIGMA_MIN = {"final_sigmas_type": "sigma_min"}
TRAINED = {"trained_betas": [round(float(b), 6) for b in np.linspace(0.0001, 0.02, 40)], "num_train_timesteps": 40}


def merged(*parts):
    return {key: value for part in parts for key, value in part.items()}


def configurations():
    """(class, configuration, numbers of steps, extra)"""
    spacings = [LEADING, TRAILING, LINSPACE]
    name = "DDIMScheduler"
    paper = merged(SD15, LEADING, {"clip_sample": False, "set_alpha_to_one": False})
    yield name, paper, [1, 4, 10, 20, 50], {}
    for eta in (0.3, 1.0):
        yield name, paper, [4, 10, 20], {"eta": eta}
    for spacing in spacings:
        yield name, merged(SD15, spacing, V, {"clip_sample": False, "set_alpha_to_one": True}), [7, 10], {"eta": 1.0}
    yield name, {}, [10], {"eta": 0.5}
    yield name, merged(COSINE, SAMPLE, {"clip_sample_range": 0.8}), [10, 20], {"eta": 1.0}
    yield name, merged(SD15, TRAILING, V, ZERO_SNR, {"clip_sample": False}), [4, 10, 20], {}
    yield name, merged(TRAINED, TRAILING), [10], {}

    name = "EulerDiscreteScheduler"
    for spacing in spacings:
        yield name, merged(SD15, spacing), [4, 10, 20], {}
        yield name, merged(SD15, spacing, V), [10], {}
    yield name, merged(SD15, TRAILING), [1], {}
    yield name, merged(SD15, SAMPLE, SIGMA_MIN), [10], {}
    yield name, merged(SD15, KARRAS), [4, 10, 20, 50], {}
    yield name, merged(SD15, LEADING, KARRAS, V, {"sigma_min": 0.03, "sigma_max": 12.5}), [10], {}
    yield name, merged(SD15, {"use_exponential_sigmas": True}), [10], {}
    yield name, merged(SD15, {"interpolation_type": "log_linear"}), [10], {}
    yield name, merged(SD15, TRAILING, V, ZERO_SNR), [4, 10], {}
    yield name, merged(SD15, V, {"timestep_type": "continuous"}), [10], {}
    yield name, merged(COSINE, LINSPACE), [10], {}
    yield name, {}, [10], {}

    name = "EulerAncestralDiscreteScheduler"
    for spacing in spacings:
        yield name, merged(SD15, spacing), [4, 10, 20], {}
        yield name, merged(SD15, spacing, V), [10], {}
    yield name, merged(SD15, TRAILING), [1], {}
    yield name, merged(SD15, TRAILING, V, ZERO_SNR), [4, 10], {}
    yield name, merged(COSINE), [10], {}

    name = "DPMSolverMultistepScheduler"
    for spacing in spacings:
        yield name, merged(SD15, spacing), [4, 10, 20], {}
        yield name, merged(SD15, spacing, KARRAS), [10, 20], {}
        yield name, merged(SD15, spacing, V), [10], {}
    yield name, merged(SD15, TRAILING, KARRAS), [1, 4, 50], {}
    yield name, merged(SD15, KARRAS, V, SIGMA_MIN), [10, 20], {}
    yield name, merged(SD15, SAMPLE, KARRAS), [10], {}
    yield name, merged(SD15, TRAILING, V, ZERO_SNR), [4, 10], {}
    yield name, merged(COSINE, KARRAS), [10], {"start": 0, "setBegin": True}
    yield name, merged(COSINE, {"lambda_min_clipped": -5.1}), [10], {}
    yield name, merged(SD15, {"use_lu_lambdas": True}), [10], {}
    yield name, merged(SD15, {"use_exponential_sigmas": True}), [10], {}
    for order in (1, 3):
        yield name, merged(SD15, {"solver_order": order}), [10, 20], {}
    yield name, merged(SD15, {"solver_type": "heun", "euler_at_final": True}), [10, 20], {}
    yield name, merged(SD15, {"lower_order_final": False}, SIGMA_MIN), [10], {}
    for algorithm in ("sde-dpmsolver++", "sde-dpmsolver", "dpmsolver"):
        final = SIGMA_MIN if algorithm != "sde-dpmsolver++" else {}
        for solver in ("midpoint", "heun"):
            yield name, merged(SD15, final, {"algorithm_type": algorithm, "solver_type": solver}), [10], {}
    yield name, merged(SD15, KARRAS, {"algorithm_type": "sde-dpmsolver++"}), [20], {}
    yield name, merged(SD15, {"algorithm_type": "sde-dpmsolver++", "solver_order": 3}), [20], {}
    yield name, merged(SD15, SIGMA_MIN, V, {"algorithm_type": "dpmsolver", "solver_order": 3}), [20], {}
    yield name, merged(SD15, SIGMA_MIN, SAMPLE, {"algorithm_type": "dpmsolver"}), [10], {}

    name = "UniPCMultistepScheduler"
    for spacing in spacings:
        yield name, merged(SD15, spacing), [4, 10, 20], {}
        yield name, merged(SD15, spacing, V), [10], {}
        yield name, merged(SD15, spacing, KARRAS), [10], {}
    yield name, merged(SD15, SAMPLE), [10], {}
    yield name, merged(SD15, {"solver_order": 3}), [10, 20], {}
    yield name, merged(SD15, {"solver_order": 1}), [10], {}
    yield name, merged(SD15, {"solver_type": "bh1"}, SIGMA_MIN), [10], {}
    yield name, merged(SD15, {"solver_type": "bh1", "solver_order": 3}, SIGMA_MIN), [10], {}
    yield name, merged(SD15, {"predict_x0": False}, SIGMA_MIN), [10], {}
    yield name, merged(SD15, {"predict_x0": False}, SIGMA_MIN, V, KARRAS), [10], {}
    yield name, merged(SD15, {"disable_corrector": [0, 1, 2], "lower_order_final": False}, SIGMA_MIN), [10], {}
    yield name, merged(SD15, TRAILING, V, ZERO_SNR), [10], {}
    yield name, merged(SD15, {"use_exponential_sigmas": True}), [10], {}
    yield name, merged(COSINE), [10], {}

    name = "PNDMScheduler"
    sd = merged(SD15, LEADING, {"skip_prk_steps": True, "set_alpha_to_one": False})
    yield name, sd, [1, 2, 4, 10, 20, 50], {}
    for spacing in spacings:
        yield name, merged(SD15, spacing, V, {"skip_prk_steps": True, "set_alpha_to_one": True}), [10], {}
        yield name, merged(SD15, spacing), [10], {}
    yield name, merged(COSINE), [20], {}

    name = "LCMScheduler"
    yield name, {}, [1, 2, 4, 8], {}
    yield name, merged(V, {"set_alpha_to_one": False}), [4], {}
    yield name, merged(SAMPLE, {"clip_sample": True}), [4], {}
    yield name, merged(V, ZERO_SNR), [4], {}
    yield name, {"original_inference_steps": 100, "timestep_scaling": 2.0}, [7], {}

    name = "HeunDiscreteScheduler"
    for spacing in spacings:
        yield name, merged(SD15, spacing), [4, 10, 20], {}
        yield name, merged(SD15, spacing, V), [10], {}
    yield name, merged(SD15, KARRAS), [10, 20], {}
    yield name, merged(SD15, SAMPLE, {"clip_sample": True}), [10], {}
    yield name, merged(SD15, {"use_exponential_sigmas": True}), [10], {}
    yield name, {"beta_schedule": "exp"}, [10], {}
    yield name, {}, [10], {}

    # from the middle of the schedule, as image to image starts
    for name in ("DDIMScheduler", "EulerDiscreteScheduler", "DPMSolverMultistepScheduler", "UniPCMultistepScheduler", "HeunDiscreteScheduler", "LCMScheduler"):
        for begin in (False, True):
            yield name, merged(SD15, LEADING), [10], {"start": 4, "setBegin": begin}


@contextlib.contextmanager
def correct_roots():
    """torch.sqrt and ** 0.5 as IEEE 754 has them."""

    def root(tensor):
        return torch.from_numpy(np.sqrt(tensor.numpy())) if tensor.ndim else torch.tensor(np.sqrt(tensor.numpy()))

    power, torch_root, method = torch.Tensor.__pow__, torch.sqrt, torch.Tensor.sqrt
    torch.Tensor.__pow__ = lambda tensor, exponent: root(tensor) if exponent == 0.5 and not tensor.requires_grad else power(tensor, exponent)
    torch.sqrt = torch.Tensor.sqrt = root
    yield
    torch.Tensor.__pow__, torch.sqrt, torch.Tensor.sqrt = power, torch_root, method


def run(class_name, config, steps, extra, vector, noises):
    scheduler_class = getattr(diffusers, class_name)
    scheduler = scheduler_class(**config)
    draws = []

    def recorded_noise(*_, **__):
        draws.append(1)
        return noises[len(steps_done)].reshape(1, -1)

    steps_done = []
    sys.modules[scheduler_class.__module__].randn_tensor = recorded_noise
    scheduler.set_timesteps(steps)
    timesteps = scheduler.timesteps
    start = extra.get("start", 0)
    if extra.get("setBegin") and hasattr(scheduler, "set_begin_index"):
        scheduler.set_begin_index(start)
    noise = noises[-1].reshape(1, -1)
    sigma = float(scheduler.init_noise_sigma)
    if start:
        sample = scheduler.add_noise(vector.reshape(1, -1), noise, timesteps[start : start + 1])
        added = sample
    else:
        sample = noise * scheduler.init_noise_sigma
        added = None
    results = []
    arguments = {"eta": extra["eta"]} if "eta" in extra else {}
    for t in timesteps[start:]:
        scaled = scheduler.scale_model_input(sample, t)
        share = torch.tensor(float(t) / 1000, dtype=torch.float32)
        output = scaled / (1 + scaled.abs()) + vector * share
        sample = scheduler.step(output, t, sample, **arguments).prev_sample
        assert sample.dtype == torch.float32
        results.append(sample.reshape(-1).numpy())
        steps_done.append(1)
    if added is None:
        scheduler.set_timesteps(steps)
        added = scheduler.add_noise(vector.reshape(1, -1), noise, scheduler.timesteps[len(timesteps) // 2 :][:1])
    assert np.isfinite(results).all(), (class_name, config, steps)
    case = {"config": {"_class_name": class_name, **config}, "steps": steps, **extra, "timesteps": [float(t) for t in timesteps], "initNoiseSigma": sigma, "noisy": len(draws) > 0}
    return case, results + [added.reshape(-1).numpy()]


def main():
    generator = torch.Generator().manual_seed(11)
    vector = torch.randn(ELEMENTS, generator=generator)
    noises = torch.randn(NOISES, ELEMENTS, generator=generator)
    cases, rows = [], [vector.numpy(), *noises.numpy()]
    for class_name, config, counts, extra in configurations():
        for steps in counts:
            exact = config.get("rescale_betas_zero_snr") or "--correct-roots" in sys.argv
            with correct_roots() if exact else contextlib.nullcontext():
                case, results = run(class_name, config, steps, extra, vector, noises)
            cases.append(case)
            rows.extend(results)
    folder = Path(__file__).parent
    np.stack(rows).astype("<f4").tofile(folder / "trajectories.bin")
    text = ",\n".join(json.dumps(case) for case in cases)
    (folder / "cases.json").write_text(f'{{"elements": {ELEMENTS}, "noises": {NOISES}, "cases": [\n{text}\n]}}\n')
    print(len(cases), "cases", os.path.getsize(folder / "trajectories.bin"), "bytes")


main()
