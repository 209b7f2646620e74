"""Areas, calibration errors, precision, kappas and intervals by scikit-learn, SciPy and the formulas of the papers: python3 statistics.py. Needs numpy, scipy, scikit-learn."""
import json
from pathlib import Path

import numpy
from scipy.stats import binomtest
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import cohen_kappa_score, precision_recall_curve, roc_auc_score, roc_curve

TARGET = Path(__file__).resolve().parents[2] / "test" / "golden" / "statistics" / "statistics.json"
generator = numpy.random.default_rng(7)


def rounded(values):
    return [round(float(value), 12) for value in values]


def expected_calibration_error(chances, good, bins=15):
    """As the code that Guo et al. (2017) have published: bins (low, high]."""
    edges = numpy.linspace(0, 1, bins + 1)
    error = 0
    for low, high in zip(edges[:-1], edges[1:]):
        inside = (chances > low) & (chances <= high)
        if inside.any():
            error += inside.mean() * abs(chances[inside].mean() - good[inside].mean())
    return error


def fleiss(counts):
    """Fleiss (1971), from a table of items by answers."""
    items, raters = len(counts), counts[0].sum()
    shares = counts.sum(axis=0) / (items * raters)
    agreed = ((counts ** 2).sum(axis=1) - raters) / (raters * (raters - 1))
    return (agreed.mean() - (shares ** 2).sum()) / (1 - (shares ** 2).sum())


good = generator.random(300) < 0.7
scores = numpy.round(numpy.clip(generator.normal(0.45 + 0.25 * good, 0.25), 0, 1), 2)  # with ties
chances = 0.0031 + 0.9937 * scores  # no border of a bin among them
false_positive, true_positive, _ = roc_curve(good, scores, drop_intermediate=False)
precision, recall, cuts = precision_recall_curve(good, scores)
features = generator.normal(size=(200, 3))
answers = generator.random(200) < 1 / (1 + numpy.exp(-(0.4 + features @ numpy.array([1.2, -0.5, 0.1]))))
regression = LogisticRegression(C=1 / 2, tol=1e-10, max_iter=10_000).fit(features, answers)
first = generator.choice(["yes", "no", "unsure"], 120, p=[0.6, 0.3, 0.1])
second = numpy.where(generator.random(120) < 0.7, first, generator.choice(["yes", "no", "unsure"], 120))
third = numpy.where(generator.random(120) < 0.6, first, generator.choice(["yes", "no", "unsure"], 120))
table = numpy.array([[sum(rating == answer for rating in ratings) for answer in ("yes", "no", "unsure")] for ratings in zip(first, second, third)])
TARGET.parent.mkdir(parents=True, exist_ok=True)
TARGET.write_text(json.dumps({
    "scores": rounded(scores),
    "good": [bool(each) for each in good],
    "rocAuc": roc_auc_score(good, scores),
    "roc": {"falsePositiveRate": rounded(false_positive), "truePositiveRate": rounded(true_positive)},
    "precision": {"cut": rounded(cuts), "precision": rounded(precision[:-1]), "yield": rounded(recall[:-1])},
    "chances": rounded(chances),
    "expectedCalibrationError": expected_calibration_error(chances, good),
    "logistic": {"features": [rounded(row) for row in features], "good": [bool(each) for each in answers], "penalty": 2, "weights": rounded(regression.coef_[0]), "bias": float(regression.intercept_[0])},
    "ratings": [list(map(str, ratings)) for ratings in zip(first, second, third)],
    "cohen": cohen_kappa_score(first, second),
    "fleiss": fleiss(table),
    "wilson": [{"hits": hits, "count": count, "interval": rounded(binomtest(hits, count).proportion_ci(method="wilson"))} for hits, count in ((0, 12), (7, 12), (150, 200), (200, 200))],
}) + "\n")
