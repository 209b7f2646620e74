/** Samples as the recipe makes them now: a few beside one another, or one that is looked at closely. */
import { type ReactNode, useState } from "react";
import type { OutputName } from "../../../../src/recipe/output-names.js";
import type { PreviewedPlan, RecipeText } from "../../../../src/studio/preview/preview.js";
import { LabelsCanvas } from "../../parts/labels-canvas.js";
import { Notice } from "../../parts/notice.js";
import { OverlayButtons } from "../../parts/overlay-buttons.js";
import { useOverlays } from "../../parts/overlay-options.js";
import { type Previewed, useSamplePreviews } from "./sample-previews.js";
import { ViewpointSphere } from "./viewpoint-sphere.js";

export const SHOWN_SAMPLES = 8;
const SMALL_SIDE = 256;
const LARGE_SIDE = 512;
const NO_OUTPUTS: readonly OutputName[] = ["image"];

interface PreviewPanelProperties {
  /** Null while there is none that can be shown. */
  recipe: RecipeText | null;
  plan: PreviewedPlan | null;
  /** How many samples the recipe has. */
  count: number;
  isStale: boolean;
}

export function PreviewPanel({ recipe, plan, count, isStale }: PreviewPanelProperties): ReactNode {
  const [first, setFirst] = useState(0);
  const [single, setSingle] = useState<number | null>(null);
  const [output, setOutput] = useState<OutputName>("image");
  const [overlays, toggle] = useOverlays();
  const start = first < count ? first : 0;
  const indices = single !== null ? [single] : Array.from({ length: Math.min(SHOWN_SAMPLES, count - start) }, (_, at) => start + at);
  const outputs = plan?.outputs ?? NO_OUTPUTS;
  const shown = outputs.includes(output) ? output : "image";
  const found = useSamplePreviews(recipe, indices, single === null ? SMALL_SIDE : LARGE_SIDE, [shown]);
  const others = (): void => {
    setSingle(null);
    setFirst(start + SHOWN_SAMPLES < count ? start + SHOWN_SAMPLES : 0);
  };
  if (plan === null || count === 0) return <p className="empty">{isStale ? "Samples are shown when the recipe is valid." : "loading …"}</p>;
  const only = single === null ? null : (found.get(single) ?? null);
  return (
    <section className={`previews${isStale ? " stale" : ""}`} aria-label="Preview">
      <div className="bar">
        {single === null ? <strong>Samples {start} to {start + indices.length - 1}</strong> : <><button onClick={() => setSingle(null)}>← all</button><strong>Sample {single}</strong></>}
        <span className="grow" />
        <label>show <select value={shown} onChange={(event) => setOutput(event.target.value as OutputName)}>{outputs.map((name) => <option key={name}>{name}</option>)}</select></label>
        {count > SHOWN_SAMPLES && single === null && <button onClick={others}>others</button>}
        {single !== null && <><button aria-label="sample before" disabled={single === 0} onClick={() => setSingle(single - 1)}>‹</button><button aria-label="next sample" disabled={single + 1 >= count} onClick={() => setSingle(single + 1)}>›</button></>}
      </div>
      {!plan.isImageExact && <p className="about note">{plan.generator} paints when the run is made: here the render stands in for the image. What it is shown is exact.</p>}
      {single === null
        ? <div className="tiles">{indices.map((index) => <Tile key={index} index={index} output={shown} previewed={found.get(index) ?? null} overlays={overlays} open={() => setSingle(index)} />)}</div>
        : <Single output={shown} previewed={only} overlays={overlays} />}
      {plan.viewpoints.length > 0 && (
        <div className="around">
          <ViewpointSphere viewpoints={plan.viewpoints} shown={indices} pick={setSingle} />
          <Spread plan={plan} />
        </div>
      )}
      <div className="bar"><span className="dim">labels</span><OverlayButtons chosen={overlays} toggle={toggle} /></div>
    </section>
  );
}

interface PictureProperties {
  output: OutputName;
  previewed: Previewed | null;
  overlays: ReturnType<typeof useOverlays>[0];
}

function Picture({ output, previewed, overlays }: PictureProperties): ReactNode {
  const sample = previewed?.sample ?? null;
  const address = sample?.pictures[output];
  if (sample === null || address === undefined) return <span className="none">{previewed?.error?.message ?? ""}</span>;
  return (
    <span className="shown" style={{ "--ratio": sample.width / sample.height } as React.CSSProperties}>
      <img alt={`${output} of sample ${sample.index}: ${sample.category}`} src={address} />
      {sample.labels.camera !== null && <LabelsCanvas labels={sample.labels} overlays={overlays} />}
    </span>
  );
}

function Tile({ index, open, ...picture }: PictureProperties & { index: number; open: () => void }): ReactNode {
  const { previewed } = picture;
  const sample = previewed?.sample ?? null;
  return (
    <button className={`tile-of-preview${previewed?.isFresh === true ? "" : " waiting"}`} onClick={open} title={[sample?.shape, sample?.environment, sample?.prompt].filter(Boolean).join("\n")} aria-label={`look at sample ${index} closely`}>
      <Picture {...picture} />
      <span className="caption"><span>{index}</span><span className="grow">{sample?.category}</span>{sample?.planted != null && <span className="planted">{sample.planted}</span>}</span>
    </button>
  );
}

function Single(picture: PictureProperties): ReactNode {
  const sample = picture.previewed?.sample ?? null;
  const error = picture.previewed?.error ?? null;
  return (
    <div className={`single${picture.previewed?.isFresh === true ? "" : " waiting"}`}>
      <Picture {...picture} />
      {error !== null && sample !== null && <Notice error={error} />}
      {sample !== null && (
        <dl className="facts">
          <dt>shape</dt><dd>{sample.category}{sample.shape !== null && sample.shape !== sample.category ? `, ${sample.shape}` : ""}</dd>
          {sample.environment !== null && <><dt>environment</dt><dd>{sample.environment}</dd></>}
          {sample.prompt !== null && <><dt>prompt</dt><dd>{sample.prompt}</dd></>}
          {sample.planted !== null && <><dt>wrong on purpose</dt><dd>{sample.planted}</dd></>}
          <dt>preview</dt><dd>{sample.width} × {sample.height}, {Math.round(sample.milliseconds)} ms</dd>
          {sample.warnings.map((warning) => <dd key={warning} className="doubt">{warning}</dd>)}
        </dl>
      )}
    </div>
  );
}

/** How categories and directions are spread over the dataset. */
function Spread({ plan: { summary, lookedAt } }: { plan: PreviewedPlan }): ReactNode {
  const most = Math.max(1, ...summary.categories.map(({ count }) => count));
  return (
    <div className="spread">
      <ul aria-label="samples by category">
        {summary.categories.slice(0, 8).map(({ id, count }) => <li key={id} style={{ "--share": `${(100 * count) / most}%` } as React.CSSProperties}><span className="grow">{id}</span><span className="dim">{Math.round((100 * count) / lookedAt)} %</span></li>)}
        {summary.categories.length > 8 && <li className="dim">and {summary.categories.length - 8} more</li>}
      </ul>
      <Histogram title="azimuth" ends={["0°", "360°"]} bins={summary.azimuthHistogram} />
      <Histogram title="elevation" ends={["−90°", "90°"]} bins={summary.elevationHistogram} />
    </div>
  );
}

function Histogram({ title, ends, bins }: { title: string; ends: readonly [string, string]; bins: readonly number[] }): ReactNode {
  const most = Math.max(1, ...bins);
  return (
    <figure className="histogram">
      <svg viewBox={`0 0 ${bins.length} 10`} preserveAspectRatio="none" role="img" aria-label={`${title} from ${ends.join(" to ")}: ${bins.join(", ")} samples`}>
        {bins.map((count, at) => <rect key={at} x={at + 0.06} width={0.88} y={10 - (10 * count) / most} height={(10 * count) / most} />)}
      </svg>
      <figcaption><span>{ends[0]}</span><span>{title}</span><span>{ends[1]}</span></figcaption>
    </figure>
  );
}
