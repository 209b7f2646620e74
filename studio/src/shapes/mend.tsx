/** Saying which side is the front and which is up; saved into the folder's manifest. */
import type { ReactNode } from "react";
import { axisOfFace, FACES, type Face, type ShapeAxes } from "../../../src/shapes/box-faces.js";
import type { ShapeList } from "../../../src/studio/shapes/answers.js";
import { formatAddress } from "../address.js";
import { Notice } from "../parts/notice.js";
import type { StudioError } from "../studio-error.js";
import { shapeAddress } from "./shape-address.js";

/** What a click on a side means. */
export type Says = "front" | "up";

interface MendProperties {
  run: string | null;
  list: ShapeList;
  axes: ShapeAxes;
  /** As the manifest has it. */
  known: ShapeAxes;
  says: Says;
  setSays: (says: Says) => void;
  hovered: Face | null;
  setHovered: (face: Face | null) => void;
  say: (face: Face) => void;
  change: (axes: ShapeAxes) => void;
  save: () => void;
  canMend: boolean;
  write: boolean;
  isChanged: boolean;
  saving: "no" | "now" | "done";
  problem: StudioError | null;
}

export function Mend({ run, list, axes, known, says, setSays, hovered, setHovered, say, change, save, canMend, write, isChanged, saving, problem }: MendProperties): ReactNode {
  if (!canMend) return <Elsewhere run={run} list={list} write={write} />;
  return (
    <section className="mend">
      <h2>Front and up</h2>
      <div className="switches" role="group" aria-label="what a click on a side of the box means">
        <button aria-pressed={says === "front"} onClick={() => setSays("front")}><span className="front-key" /> this is the front <kbd>f</kbd></button>
        <button aria-pressed={says === "up"} onClick={() => setSays("up")}><span className="up-key" /> this is up <kbd>u</kbd></button>
      </div>
      <p className="dim">Click the side of the box that {says === "front" ? "is the shape's front" : "belongs at the top"}, or choose it here:</p>
      <div className="faces">
        {FACES.map((face, at) => (
          <button key={face} className={hovered === face ? "hovered" : ""} onClick={() => say(face)} onMouseEnter={() => setHovered(face)} onMouseLeave={() => setHovered(null)} onFocus={() => setHovered(face)} onBlur={() => setHovered(null)}
            aria-label={`the side now at the ${face} ${says === "front" ? "is the front" : "is up"}`}><kbd>{at + 1}</kbd> {face}<span className="dim"> {axisOfFace(axes, face)}</span></button>
        ))}
      </div>
      <dl className="facts">
        <dt>front</dt><dd>{axes.front ?? "unknown"}{axes.front !== known.front && <span className="dim"> was {known.front ?? "unknown"}</span>}</dd>
        <dt>up</dt><dd>{axes.up}{axes.up !== known.up && <span className="dim"> was {known.up}</span>}</dd>
      </dl>
      <div className="bar save">
        <button className="main" onClick={save} disabled={!isChanged || saving === "now"}>save <kbd>s</kbd></button>
        <button onClick={() => change({ ...axes, front: null })} disabled={axes.front === null}>no front <kbd>n</kbd></button>
        <button onClick={() => change(known)} disabled={!isChanged}>undo <kbd>z</kbd></button>
      </div>
      <p role="status" className="dim">
        {saving === "done" ? <>Saved to manifest.json. Runs made before keep the old front: make them again.</> : isChanged ? "Not saved yet. Enter saves and goes on." : "Enter goes on to the next."}
      </p>
      {list.manifestSha256 === null && <p className="dim">The folder has no manifest.json yet: saving writes one with all its models. Recipes then use it as <code>{list.recipe}</code>.</p>}
      {problem !== null && <Notice error={problem} />}
    </section>
  );
}

/** Why nothing can be changed here, and where it can. */
function Elsewhere({ run, list, write }: Pick<MendProperties, "run" | "list" | "write">): ReactNode {
  if (list.kind === "builtin" || list.shapes.every(({ up }) => up === null)) return null;
  if (list.kind === "folder") return write ? null : <p className="dim">To mend front and up, start the studio with --write.</p>;
  if (list.mendIn.length === 0) return <p className="dim">Front and up of a recipe's shapes are mended in the manifest of their folder. To do that here, start the studio in a folder that holds it.</p>;
  return <p className="dim">Front and up are mended in {list.mendIn.map((key, at) => <span key={key}>{at > 0 && ", "}<a href={formatAddress(shapeAddress(run, key, new URLSearchParams()))}>{key.replace(/^folder:/, "")}</a></span>)}. This run keeps what it was made with: make it again afterwards.</p>;
}
