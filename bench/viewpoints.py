"""The original's viewpoint distributions, written from the description of its code with numpy and scipy, against draws
of ours. Usage: viewpoints.py FOLDER; reads NAME.f64 (azimuth, elevation, distance per draw), writes results.json."""
import json
import pathlib
import sys

import numpy as np
from scipy import stats

# Degrees. theta: range of a uniform; phi: mean, deviation, least, most of a truncated normal, or None for uniform 0..180.
PRESETS = {
    1: ((0, 360), (90, 30, 0, 180)),
    2: ((-195, 15), (90, 30, 0, 180)),
    3: ((0, 360), (60, 20, 0, 195)),
    4: ((-195, 15), (60, 20, 0, 195)),
    5: ((0, 360), None),
}
OFFSET_AZIMUTH, OFFSET_ELEVATION, OFFSET_DISTANCE = np.radians(40), np.radians(25), 2.0


def truncated(mean, deviation, least, most):
    return stats.truncnorm((least - mean) / deviation, (most - mean) / deviation, loc=mean, scale=deviation)


def original(preset, count, generator, offset):
    """Azimuth, elevation and distance by the original's steps: draw, add the model's offsets, wrap."""
    (low, high), phi_law = PRESETS[preset]
    theta = np.radians(generator.uniform(low, high, count))
    law = stats.uniform(0, 180) if phi_law is None else truncated(*phi_law)
    phi = np.radians(law.rvs(count, random_state=generator))
    distance = np.full(count, 1.5)
    if offset:
        theta, phi = theta + OFFSET_AZIMUTH, phi - OFFSET_ELEVATION
        d = OFFSET_DISTANCE
        distance = truncated(d, 0.5, d - 0.5, d + 1.5).rvs(count, random_state=generator)
    phi = np.mod(phi, 2 * np.pi)
    theta = np.where(phi > np.pi, theta + np.pi, theta)
    phi = np.where(phi > np.pi, 2 * np.pi - phi, phi)
    theta = np.mod(theta, 2 * np.pi)
    return np.mod(theta + np.pi / 2, 2 * np.pi), np.pi / 2 - phi, distance


def chi_square(height, azimuth_share):
    """20 x 20 equal areas."""
    counts, _, _ = np.histogram2d(height, azimuth_share, bins=20, range=[[0, 1], [0, 1]])
    return stats.chisquare(counts.ravel()).pvalue


folder = pathlib.Path(sys.argv[1])
rows = []


def row(case, test, p, control=False):
    rows.append({"case": case, "test": test, "p": float(p), "control": control})


def load(case):
    return np.fromfile(folder / f"{case}.f64").reshape(-1, 3).T


for preset, ((low, high), phi_law) in PRESETS.items():
    case = f"preset {preset}"
    azimuth, elevation, distance = load(case)
    start = np.radians(low + 90)
    turned = np.mod(azimuth - start, 2 * np.pi) / np.radians(high - low)
    # Presets 3 and 4 reach 15 degrees below the lower pole: 1e-9 of the draws, nothing to a test of 100,000.
    law = stats.uniform(0, 180) if phi_law is None else truncated(*phi_law)
    row(case, "azimuth, analytic", stats.kstest(turned, "uniform").pvalue)
    row(case, "elevation, analytic", stats.kstest(90 - np.degrees(elevation), law.cdf).pvalue)
    reference = original(preset, azimuth.size, np.random.default_rng(100 + preset), False)
    row(case, "azimuth, scipy draws", stats.ks_2samp(azimuth, reference[0]).pvalue)
    row(case, "elevation, scipy draws", stats.ks_2samp(elevation, reference[1]).pvalue)
    assert np.all(distance == 1.5)

    case = f"preset {preset} offset"
    reference = original(preset, azimuth.size, np.random.default_rng(200 + preset), True)
    for name, ours, theirs in zip(("azimuth", "elevation", "distance"), load(case), reference):
        row(case, f"{name}, scipy draws", stats.ks_2samp(ours, theirs).pvalue)

_, elevation, _ = load("preset 3")
row("preset 3", "control: deviation 21 instead of 20", stats.kstest(90 - np.degrees(elevation), truncated(60, 21, 0, 195).cdf).pvalue, control=True)

azimuth, elevation, _ = load("sphere")
height, share = (np.sin(elevation) + 1) / 2, azimuth / (2 * np.pi)
row("sphere", "height over the equator", stats.kstest(height, "uniform").pvalue)
row("sphere", "azimuth", stats.kstest(share, "uniform").pvalue)
row("sphere", "400 equal areas", chi_square(height, share))
x, y, z = np.cos(elevation) * np.sin(azimuth), -np.cos(elevation) * np.cos(azimuth), np.sin(elevation)
row("sphere", "mean direction (Rayleigh)", stats.chi2(3).sf(3 * (x.sum() ** 2 + y.sum() ** 2 + z.sum() ** 2) / x.size))

azimuth, elevation, _ = load("sphere part")
bottom, top = np.sin(np.radians((-10, 80)))
height = (np.sin(elevation) - bottom) / (top - bottom)
share = np.mod(azimuth - np.radians(-60), 2 * np.pi) / np.radians(180)
row("sphere part", "height over the equator", stats.kstest(height, "uniform").pvalue)
row("sphere part", "azimuth", stats.kstest(share, "uniform").pvalue)
row("sphere part", "400 equal areas", chi_square(height, share))

_, elevation, _ = load("preset 5")
row("preset 5", "control: is not uniform on the sphere", stats.kstest((np.sin(elevation) + 1) / 2, "uniform").pvalue, control=True)

(folder / "results.json").write_text(json.dumps(rows))
