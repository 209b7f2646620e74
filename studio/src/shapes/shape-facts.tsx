/** What the catalogue and the file say about a shape. */
import type { ReactNode } from "react";
import type { ShapeContent, ShapeRow } from "../../../src/studio/shapes/answers.js";

export function ShapeFacts({ row, content }: { row: ShapeRow; content: ShapeContent | null }): ReactNode {
  return (
    <>
      <section>
        <h2>{row.category}</h2>
        <List facts={{
          id: row.id,
          licence: row.licence ?? "unknown",
          author: row.author,
          front: row.front ?? (row.frontKnown ? null : "unknown: azimuth labels are null"),
          up: row.up,
          file: content?.file ?? null,
          bytes: content?.fileBytes == null ? null : content.fileBytes.toLocaleString("en"),
          sha256: content?.sha256 ?? null,
        }} />
      </section>
      {content !== null && <>
        <section>
          <h2>Surface</h2>
          <List facts={{
            triangles: content.triangles.toLocaleString("en"),
            vertices: content.vertices.toLocaleString("en"),
            "width × depth × height": content.dimensions.map((side) => side.toFixed(3)).join(" × "),
            size: content.sizeMeters === null ? null : `${Number(content.sizeMeters.longest.toFixed(3))} m (${content.sizeMeters.source})`,
            symmetry: symmetryText(content),
            textures: String(content.textures),
            parts: named(content.parts),
            materials: named(content.materials),
            keypoints: content.keypoints.length === 0 ? null : named(content.keypoints.map(({ name }) => name)),
            animations: content.clips.length === 0 ? null : named(content.clips),
          }} />
        </section>
        {content.warnings.length > 0 && <section><h2>Left out or replaced</h2><ul>{content.warnings.map((warning) => <li key={warning}>{warning}</li>)}</ul></section>}
      </>}
    </>
  );
}

function symmetryText({ symmetry: { continuous, discrete } }: ShapeContent): string {
  if (continuous.length === 0 && discrete === 0) return "none known";
  const round = continuous.map(({ axis }) => `round about ${axis.map((value) => Math.round(value * 100) / 100).join(" ")}`);
  return [...round, ...(discrete === 0 ? [] : [`${discrete} other ${discrete === 1 ? "pose looks" : "poses look"} the same`])].join(", ");
}

const SHOWN_NAMES = 12;

function named(names: readonly string[]): string {
  return `${names.length}${names.length === 0 ? "" : `: ${names.slice(0, SHOWN_NAMES).map((name) => name || "without a name").join(", ")}${names.length > SHOWN_NAMES ? ", …" : ""}`}`;
}

function List({ facts }: { facts: Readonly<Record<string, string | null>> }): ReactNode {
  return <dl className="facts">{Object.entries(facts).map(([name, value]) => value !== null && <div key={name} style={{ display: "contents" }}><dt>{name}</dt><dd>{value}</dd></div>)}</dl>;
}
