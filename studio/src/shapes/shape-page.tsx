/** One shape: turned in 3D, all that is known about it, and which of its sides is the front. */
import { lazy, type ReactNode, type RefObject, Suspense, useEffect, useRef, useState } from "react";
import { FACES, type Face, type ShapeAxes, turnBetween, withFace } from "../../../src/shapes/box-faces.js";
import type { ShapeList, ShapeRow } from "../../../src/studio/shapes/answers.js";
import { formatAddress, goTo, useAddress } from "../address.js";
import { useAsked } from "../asked.js";
import { useKeys } from "../keys.js";
import { Notice } from "../parts/notice.js";
import type { StudioError } from "../studio-error.js";
import { draftOf, keepDraft } from "./drafts.js";
import { Mend, type Says } from "./mend.js";
import { shownShapes } from "./filter.js";
import { ShapeFacts } from "./shape-facts.js";
import { askShape, askShapes, askSurface, sendAxes } from "./shape-source.js";
import { shapeAddress } from "./shape-address.js";

const ShapeView = lazy(() => import("./shape-view.js").then((loaded) => ({ default: loaded.ShapeView })));

interface ShapePageProperties {
  run: string | null;
  catalogue: string;
  id: string;
  write: boolean;
}

export function ShapePage({ run, catalogue, id, write }: ShapePageProperties): ReactNode {
  const { parameters } = useAddress();
  const [version, setVersion] = useState(0);
  const list = useAsked(`shapes ${catalogue} ${version}`, () => askShapes(catalogue));
  // Who saves one after the other is faster than the list comes again.
  const written = useRef<string | null>(null);
  useEffect(() => {
    written.current = null;
  }, [list.value]);
  const rows = list.value === null ? [] : shownShapes(list.value.shapes, catalogue, parameters);
  const here = rows.findIndex((row) => row.id === id);
  const go = (step: number): void => {
    // A shape that the filter has lost, as one whose front has just become known, leaves its place to the next.
    const next = here < 0 ? (step > 0 ? followerOf(list.value!, rows, id) : null) : rows[here + step];
    if (next !== null && next !== undefined) goTo(shapeAddress(run, catalogue, parameters, next.id), { replace: true });
  };
  useKeys({ ArrowLeft: () => go(-1), ArrowRight: () => go(1), Escape: () => goTo(shapeAddress(run, catalogue, parameters)) });
  if (list.error !== null && list.value === null) return <div><Notice error={list.error} /><p className="empty"><a href={formatAddress({ run, room: "shapes" })}>back to the catalogues</a></p></div>;
  if (list.value === null) return null;
  return (
    <div className="sample shape-page">
      <div className="bar over">
        <a href={formatAddress(shapeAddress(run, catalogue, parameters))}>← {list.value.label}</a>
        <button onClick={() => go(-1)} disabled={here === 0} aria-label="previous shape">‹</button>
        <strong className="grow name" title={id}>{id}</strong>
        <span className="dim">{here < 0 ? "" : `${here + 1} of ${rows.length}`}</span>
        <button onClick={() => go(1)} disabled={here === rows.length - 1} aria-label="next shape">›</button>
      </div>
      <OneShape key={id} run={run} list={list.value} id={id} version={version} write={write} written={written} onSaved={() => setVersion((count) => count + 1)} onNext={() => go(1)} />
    </div>
  );
}

/** The shown shape that comes after one that is not shown. */
function followerOf({ shapes }: ShapeList, rows: readonly ShapeRow[], id: string): ShapeRow | null {
  const shown = new Set(rows.map((row) => row.id));
  return shapes.slice(shapes.findIndex((row) => row.id === id) + 1).find((row) => shown.has(row.id)) ?? null;
}

interface OneShapeProperties {
  run: string | null;
  list: ShapeList;
  id: string;
  version: number;
  write: boolean;
  /** Hash of the manifest as it was last saved from here; null where the list is newer. */
  written: RefObject<string | null>;
  onSaved: () => void;
  onNext: () => void;
}

function OneShape({ run, list, id, version, write, written, onSaved, onNext }: OneShapeProperties): ReactNode {
  const catalogue = list.key;
  const { value: details, error } = useAsked(`shape ${catalogue} ${id} ${version}`, () => askShape(catalogue, id));
  const known: ShapeAxes = { up: details?.row.up ?? "+Y", front: details?.row.front ?? null };
  // The surface comes as it is turned now: what was known then belongs to it.
  const surface = useAsked(`surface ${catalogue} ${id} ${known.up} ${known.front} ${details?.content?.sha256}`, details?.content == null ? null : async () => ({ ...(await askSurface(catalogue, id)), turnedBy: known }));
  const [draft, setDraft] = useState(() => draftOf(catalogue, id));
  const [says, setSays] = useState<Says>("front");
  const [hovered, setHovered] = useState<Face | null>(null);
  const [saving, setSaving] = useState<"no" | "now" | "done">("no");
  const [problem, setProblem] = useState<StudioError | null>(null);
  const axes = draft ?? known;
  const isChanged = axes.up !== known.up || axes.front !== known.front;
  const canMend = list.canSave && details?.content != null;

  const change = (next: ShapeAxes): void => {
    const isSame = next.up === known.up && next.front === known.front;
    keepDraft(catalogue, id, isSame ? null : next);
    setDraft(isSame ? null : next);
    setSaving("no");
    setProblem(null);
  };
  const say = (face: Face): void => change(withFace(axes, says, face));
  const save = async (): Promise<boolean> => {
    if (!canMend || saving === "now") return false;
    setSaving("now");
    setProblem(null);
    try {
      const saved = await sendAxes({ catalogue, id, up: axes.up, front: axes.front, manifestSha256: written.current ?? list.manifestSha256 });
      written.current = saved.manifestSha256;
      keepDraft(catalogue, id, null);
      setSaving("done");
      onSaved();
      return true;
    } catch (reason) {
      setSaving("no");
      setProblem(reason as StudioError);
      return false;
    }
  };
  useKeys(canMend ? {
    f: () => setSays("front"),
    u: () => setSays("up"),
    n: () => change({ ...axes, front: null }),
    z: () => change(known),
    s: () => void save(),
    Enter: () => void (isChanged ? save().then((isDone) => isDone && onNext()) : onNext()),
    ...Object.fromEntries(FACES.map((face, at) => [String(at + 1), () => say(face)])),
  } : {});
  if (error !== null) return <Notice error={error} />;
  if (details === null) return <p className="empty">loading …</p>;
  const { content, row } = details;
  return (
    <>
      <section className="stage" aria-label="The shape in 3D">
        {details.error !== null && <Notice error={{ message: `Cannot be loaded: ${details.error.message}`, hint: details.error.hint }} />}
        {surface.error !== null && <Notice error={surface.error} />}
        {content !== null && surface.value !== null && (
          <Suspense fallback={<p className="empty">loading …</p>}>
            <ShapeView surface={surface.value} dimensions={content.dimensions} turn={turnBetween(surface.value.turnedBy, axes)} isFrontKnown={row.front === null && axes.front === null ? row.frontKnown : axes.front !== null}
              symmetryAxes={content.symmetry.continuous} keypoints={content.keypoints} hovered={hovered} onHover={canMend ? setHovered : null} onFace={say} says={says} />
          </Suspense>
        )}
      </section>
      <aside className="side" aria-label="What is known about it">
        <Mend list={list} run={run} axes={axes} known={known} says={says} setSays={setSays} hovered={hovered} setHovered={setHovered} say={say} change={change} save={() => void save()} canMend={canMend} write={write} isChanged={isChanged} saving={saving} problem={problem} />
        <ShapeFacts row={row} content={content} />
      </aside>
    </>
  );
}
