/** One sample: its pictures over each other, its shape in 3D, and all that is known about it. */
import { lazy, type ReactNode, Suspense, useEffect, useState } from "react";
import type { SampleDetails } from "../../../src/studio/protocol.js";
import { formatAddress, goTo, useAddress } from "../address.js";
import { useAsked } from "../asked.js";
import { useRunVersion } from "../run-versions.js";
import { useKeys } from "../keys.js";
import { LabelsCanvas } from "../parts/labels-canvas.js";
import { Notice } from "../parts/notice.js";
import { OverlayButtons } from "../parts/overlay-buttons.js";
import { OVERLAYS, useOverlays } from "../parts/overlay-options.js";
import { source } from "../source.js";
import { Facts } from "./facts.js";
import { Decide } from "./decide.js";

const MeshView = lazy(() => import("./mesh-view.js").then((module) => ({ default: module.MeshView })));

export function SamplePage({ run, id, write }: { run: string; id: number; write: boolean }): ReactNode {
  const { parameters } = useAddress();
  const version = useRunVersion(run);
  const { value, error } = useAsked(`sample ${run} ${id} ${version} ${parameters}`, () => source.sample(run, id, parameters));
  const [overlays, toggle] = useOverlays();
  const go = (step: number): void => {
    const position = value?.position ?? null;
    if (value?.record.index !== id || position === null || position + step < 0) return;
    void source.samples(run, parameters, position + step, 1).then(({ rows }) => rows[0] !== undefined && goTo({ run, part: String(rows[0].id), parameters }, { replace: true }));
  };
  useKeys({
    ArrowLeft: () => go(-1),
    ArrowRight: () => go(1),
    Escape: () => goTo({ run, parameters }),
    ...Object.fromEntries(OVERLAYS.map((overlay, at) => [String(at + 1), () => toggle(overlay)])),
  });
  if (error !== null && value?.record.index !== id) return <div><Notice error={error} /><p className="empty"><a href={formatAddress({ run, parameters })}>back to the samples</a></p></div>;
  if (value === null) return null;
  return (
    <div className="sample">
      <section className="stage" aria-label="Pictures">
        <div className="bar">
          <a href={formatAddress({ run, parameters })}>← samples</a>
          <button onClick={() => go(-1)} disabled={value.position === null || value.position === 0} aria-label="previous sample">‹</button>
          <strong>{value.record.index}</strong>
          <button onClick={() => go(1)} disabled={value.position === null} aria-label="next sample">›</button>
          <OverlayButtons chosen={overlays} toggle={toggle} />
        </div>
        <Layers key={run} run={run} details={value} overlays={overlays} />
      </section>
      <aside className="side" aria-label="Record">
        <Decide run={run} details={value} write={write} isShown={value.record.index === id} />
        <Facts details={value} run={run} />
      </aside>
    </div>
  );
}

/** Two pictures with a wipe between them, labels over both, and the mesh over all. */
function Layers({ run, details, overlays }: { run: string; details: SampleDetails; overlays: ReturnType<typeof useOverlays>[0] }): ReactNode {
  const { record, pictures, hasMesh } = details;
  const [left, setLeft] = useState(pictures.includes("render") ? "render" : (pictures[1] ?? "image"));
  const [right, setRight] = useState("image");
  const [at, setAt] = useState(0);
  const [isMeshShown, setMeshShown] = useState(false);
  const [opacity, setOpacity] = useState(0.6);
  const [isHome, setHome] = useState(true);
  const [turns, setTurns] = useState(0);
  useEffect(() => setTurns((count) => count + 1), [record.index]);
  const size = record.camera ?? record.regions ?? (record.photo === null ? { width: 1, height: 1 } : { width: record.photo.cropXYXY[2] - record.photo.cropXYXY[0], height: record.photo.cropXYXY[3] - record.photo.cropXYXY[1] });
  const picture = (output: string): string => source.picture(run, record.index, output, { ...(output === "image" ? {} : { side: 2048 as const }), ...(record.files[output] === undefined ? {} : { sha256: record.files[output].sha256 }) });
  const choice = (value: string, choose: (output: string) => void, label: string): ReactNode => (
    <select aria-label={label} value={value} onChange={(event) => choose(event.target.value)}>{pictures.map((output) => <option key={output}>{output}</option>)}</select>
  );
  return (
    <>
      <div className="view" style={{ "--ratio": size.width / size.height } as React.CSSProperties}>
        <div className="layers">
          <img alt={`${right} of sample ${record.index}`} src={picture(right)} style={{ opacity: isHome ? 1 : 0.15 }} />
          {at > 0 && <img alt={`${left} of sample ${record.index}`} src={picture(left)} style={{ clipPath: `inset(0 ${100 - at}% 0 0)`, opacity: isHome ? 1 : 0.15 }} />}
          {(record.camera ?? record.regions) !== null && isHome && <LabelsCanvas labels={{ id: record.index, labelStatus: record.labelStatus, camera: record.camera, objects: record.objects, regions: record.regions }} overlays={overlays} />}
          {isMeshShown && record.camera !== null && <Suspense fallback={null}><MeshView key={`${record.index} ${turns}`} run={run} record={record} opacity={opacity} onHome={setHome} /></Suspense>}
          {!isMeshShown && pictures.length > 1 && <>
            <input className="wipe" type="range" aria-label={`how much of ${left} is shown over ${right}`} min={0} max={100} value={at} onChange={(event) => setAt(Number(event.target.value))} />
            <span className="split" style={{ "--at": `${at}%` } as React.CSSProperties} hidden={at === 0} />
            {at > 12 && <span className="tag">{left}</span>}
            {at < 88 && <span className="tag right">{right}</span>}
          </>}
        </div>
      </div>
      <div className="bar">
        {pictures.length > 1 && <label>compare {choice(left, (output) => { setLeft(output); setAt((now) => (now === 0 ? 50 : now)); }, "picture on the left")}</label>}
        {pictures.length > 1 && !isMeshShown && <input type="range" aria-label="wipe" min={0} max={100} value={at} onChange={(event) => setAt(Number(event.target.value))} />}
        {pictures.length > 1 ? <label>with {choice(right, setRight, "picture on the right")}</label> : <span className="dim">image</span>}
        {hasMesh && source.isLive && <button aria-pressed={isMeshShown} onClick={() => { setMeshShown(!isMeshShown); setHome(true); }}>3D shape</button>}
        {isMeshShown && <label>opacity <input type="range" min={0} max={1} step={0.05} value={opacity} onChange={(event) => setOpacity(Number(event.target.value))} /></label>}
        {isMeshShown && !isHome && <button onClick={() => { setTurns(turns + 1); setHome(true); }}>back to the sample's camera</button>}
        {isMeshShown && isHome && <span className="dim">drag to turn around it</span>}
      </div>
    </>
  );
}
