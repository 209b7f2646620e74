/** What the record says, in words and numbers. */
import { type ReactNode, useState } from "react";
import type { SampleDetails } from "../../../src/studio/protocol.js";

const DEGREES = 180 / Math.PI;

export function Facts({ details }: { details: SampleDetails; run: string }): ReactNode {
  const { record, replay } = details;
  const { prompt, generation, environment, camera, photo } = record;
  return (
    <>
      {record.objects.map((object) => {
        const { viewpoint, shape, sizeMeters } = object;
        return (
          <section key={object.instanceId}>
            <h2>{object.category}</h2>
            <List facts={{
              shape: shape.name,
              id: shape.id,
              licence: [shape.licence ?? "unknown", shape.author].filter(Boolean).join(", "),
              azimuth: viewpoint.azimuthRadians === null ? "unknown: the shape's front is not known" : angle(viewpoint.azimuthRadians),
              elevation: angle(viewpoint.elevationRadians),
              "in-plane": angle(viewpoint.inPlaneRadians),
              distance: number(viewpoint.distance),
              "visible fraction": number(object.visibleFraction),
              truncation: number(object.truncation),
              size: sizeMeters === null ? null : `${number(sizeMeters.longest)} m (${sizeMeters.source})`,
              "box, visible": object.boxVisibleXYXY?.map(number).join(" ") ?? null,
              keypoints: object.keypoints.length === 0 ? null : String(object.keypoints.length),
              sha256: shape.sha256,
            }} />
          </section>
        );
      })}
      {prompt !== null && <section><h2>Prompt</h2><p>{prompt.text}</p>{prompt.negative !== null && <p className="dim">not: {prompt.negative}</p>}</section>}
      <section>
        <h2>How it was made</h2>
        <List facts={{
          generator: generation.generator,
          model: generation.model,
          seed: String(generation.seed),
          arm: record.arm,
          label: record.labelStatus,
          scene: `${record.scene}, view ${record.view}, image ${record.image}`,
          group: record.group === null ? null : `${record.group.kind} ${record.group.id}, ${record.group.position}`,
          environment: environment === null ? null : `${environment.name} (${environment.licence ?? "licence unknown"})`,
          photograph: photo?.file ?? null,
          size: camera === null ? null : `${camera.width} × ${camera.height} pixels`,
          planted: record.planted === null ? null : `${record.planted.kind} ${number(record.planted.amount)}`,
          "sha256 of the image": record.files["image"]?.sha256 ?? null,
        }} />
        <p className="dim">Make exactly this sample again, with all passes:</p>
        <Command text={replay} />
      </section>
      <details><summary>The whole record</summary><pre>{JSON.stringify(record, null, 1)}</pre></details>
    </>
  );
}

function List({ facts }: { facts: Readonly<Record<string, string | null>> }): ReactNode {
  return <dl className="facts">{Object.entries(facts).map(([name, value]) => value !== null && <div key={name} style={{ display: "contents" }}><dt>{name}</dt><dd>{value}</dd></div>)}</dl>;
}

/** A command line that can be copied. */
export function Command({ text }: { text: string }): ReactNode {
  const [isCopied, setCopied] = useState(false);
  const copy = (): void => {
    void navigator.clipboard?.writeText(text).then(() => {
      setCopied(true);
      setTimeout(() => setCopied(false), 1500);
    });
  };
  return <div className="command"><code>{text}</code><button onClick={copy} aria-live="polite">{isCopied ? "copied" : "copy"}</button></div>;
}

function angle(radians: number): string {
  return `${(radians * DEGREES).toFixed(1)}°`;
}

function number(value: number): string {
  return String(Math.round(value * 1000) / 1000);
}
