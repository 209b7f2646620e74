/** How well right and wrong pictures are told apart. */
import { dot, frame, line, link } from "@observablehq/plot";
import { type ReactNode, useState } from "react";
import type { NamedCurve } from "../../../src/studio/report/report-messages.js";
import { Chart } from "./chart.js";
import { decimals, percents } from "./formats.js";
import { seriesColor } from "./series-colors.js";

/** @param curves the first is the one that decides */
export function RocChart({ title, note, curves }: { title: string; note: string; curves: readonly NamedCurve[] }): ReactNode {
  const [chosen, setChosen] = useState<string | null>(null);
  const colored = curves.map((curve, at) => ({ ...curve, color: seriesColor(at) }));
  const front = colored.find(({ name }) => name === chosen) ?? colored[0]!;
  const points = (curve: (typeof colored)[number]) => curve.points.map(({ falsePositiveRate, truePositiveRate, cut }) => ({ falsePositiveRate, truePositiveRate, words: `${curve.name}\nkeeps ${percents(truePositiveRate)} of the right\nlets ${percents(falsePositiveRate)} of the wrong through${cut === null ? "" : `\nfrom ${decimals(cut)} on`}` }));
  return (
    <Chart
      title={title} note={note}
      words={`ROC curve. Areas: ${curves.map(({ name, auc }) => `${name} ${decimals(auc)}`).join(", ")}.`}
      data={`${title}${JSON.stringify(curves.map(({ name, auc }) => [name, auc]))}${chosen}`}
      draw={(width) => ({
        height: Math.min(width, 380), marginLeft: 56, marginBottom: 40, marginTop: 8, marginRight: 8,
        x: { domain: [0, 1], label: "wrong pictures let through", tickFormat: "%", ticks: 5, labelAnchor: "center" },
        y: { domain: [0, 1], label: "right pictures kept", tickFormat: "%", ticks: 5, labelAnchor: "center" },
        marks: [
          frame({ stroke: "var(--line)" }),
          link([0], { x1: 0, y1: 0, x2: 1, y2: 1, stroke: "var(--dim)", strokeDasharray: "3 4" }),
          ...colored.filter((curve) => curve !== front).map((curve) => line(points(curve), { x: "falsePositiveRate", y: "truePositiveRate", stroke: curve.color, strokeWidth: 1.2, strokeOpacity: 0.75 })),
          line(points(front), { x: "falsePositiveRate", y: "truePositiveRate", stroke: front.color, strokeWidth: 2.8 }),
          dot(points(front), { x: "falsePositiveRate", y: "truePositiveRate", r: 5, fill: front.color, opacity: 0, title: "words", tip: true }),
        ],
      })}
      table={{ heads: ["", "right kept where 5 % of the wrong pass", "area"], rows: curves.map(({ name, auc, points: all }) => ({ key: name, cells: [name, percents(all.filter(({ falsePositiveRate }) => falsePositiveRate <= 0.05).at(-1)?.truePositiveRate), decimals(auc)] })) }}
    >
      <div className="switches curves" role="group" aria-label="Curve in front">
        {colored.map(({ name, auc, color }) => <button key={name} aria-pressed={front.name === name} onClick={() => setChosen(name)}><span className="swatch" style={{ background: color }} />{name} <b>{decimals(auc)}</b></button>)}
      </div>
    </Chart>
  );
}
