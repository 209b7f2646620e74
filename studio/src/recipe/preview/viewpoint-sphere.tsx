/** The cameras of the first samples on a sphere around the object; it turns as it is dragged. */
import { memo, type ReactNode, useMemo, useRef, useState } from "react";
import type { PreviewedViewpoint } from "../../../../src/studio/preview/preview.js";
import { directionOf, meridian, type OnSphere, parallel, seenFrom, type SphereView } from "./sphere-geometry.js";

const RADIUS = 100;
const HOME: SphereView = { azimuthRadians: 0.6, elevationRadians: 0.35 };
const DEGREES = Math.PI / 180;
const CIRCLES = [...[-60, -30, 30, 60].map((degrees) => ({ points: parallel(degrees * DEGREES), isMain: false })), { points: parallel(0), isMain: true }, ...[30, 60, 90, 120, 150, 210, 240, 270, 300, 330].map((degrees) => ({ points: meridian(degrees * DEGREES), isMain: false })), { points: meridian(0), isMain: true }, { points: meridian(Math.PI), isMain: false }];
const SIDES: readonly { name: string; direction: readonly [number, number, number] }[] = [
  { name: "front", direction: [0, -1, 0] }, { name: "back", direction: [0, 1, 0] }, { name: "left", direction: [1, 0, 0] }, { name: "right", direction: [-1, 0, 0] }, { name: "top", direction: [0, 0, 1] },
];

interface ViewpointSphereProperties {
  viewpoints: readonly PreviewedViewpoint[];
  /** Samples that are shown as pictures. */
  shown: readonly number[];
  pick: (index: number) => void;
}

export function ViewpointSphere({ viewpoints, shown, pick }: ViewpointSphereProperties): ReactNode {
  const [view, setView] = useState(HOME);
  const drag = useRef<{ x: number; y: number; moved: number } | null>(null);
  const turn = (right: number, up: number): void => setView(({ azimuthRadians, elevationRadians }) => ({ azimuthRadians: azimuthRadians - right, elevationRadians: Math.max(-1.5, Math.min(1.5, elevationRadians + up)) }));
  const points = useMemo(() => viewpoints.map((viewpoint) => ({ viewpoint, seen: seenFrom(view, directionOf(viewpoint)) })).sort((a, b) => a.seen.depth - b.seen.depth), [viewpoints, view]);
  return (
    <svg className="sphere" viewBox="-118 -118 236 236" role="img" tabIndex={0} aria-label={`Cameras of the first ${viewpoints.length} samples around the object; arrow keys turn it`}
      onPointerDown={(event) => { drag.current = { x: event.clientX, y: event.clientY, moved: 0 }; event.currentTarget.setPointerCapture(event.pointerId); }}
      onPointerMove={(event) => {
        if (drag.current === null) return;
        const [right, down] = [event.clientX - drag.current.x, event.clientY - drag.current.y];
        const scale = 236 / event.currentTarget.clientWidth / RADIUS;
        turn(right * scale, down * scale);
        drag.current = { x: event.clientX, y: event.clientY, moved: drag.current.moved + Math.abs(right) + Math.abs(down) };
      }}
      onPointerUp={(event) => {
        const isClick = (drag.current?.moved ?? 0) < 4;
        drag.current = null;
        const box = event.currentTarget.getBoundingClientRect();
        const nearest = isClick ? nearestTo(points, ((event.clientX - box.left) / box.width) * 236 - 118, ((event.clientY - box.top) / box.height) * 236 - 118) : null;
        if (nearest !== null) pick(nearest);
      }}
      onKeyDown={(event) => {
        const step = { ArrowLeft: [-0.15, 0], ArrowRight: [0.15, 0], ArrowUp: [0, -0.15], ArrowDown: [0, 0.15] }[event.key];
        if (step === undefined) return;
        event.preventDefault();
        turn(step[0]!, step[1]!);
      }}>
      <circle className="ball" r={RADIUS} />
      <Grid azimuthRadians={view.azimuthRadians} elevationRadians={view.elevationRadians} />
      {points.map(({ viewpoint: { index }, seen }) => shown.includes(index) ? null : <circle key={index} className={seen.depth < 0 ? "far" : "near"} cx={seen.x * RADIUS} cy={seen.y * RADIUS} r={seen.depth < 0 ? 1.7 : 2.6} />)}
      {points.filter(({ viewpoint: { index } }) => shown.includes(index)).map(({ viewpoint: { index }, seen }) => (
        <g key={index} className={`marked${seen.depth < 0 ? " far" : ""}`} transform={`translate(${seen.x * RADIUS} ${seen.y * RADIUS})`}><circle r={7.5} /><text dy="0.35em">{index}</text></g>
      ))}
    </svg>
  );
}

const Grid = memo(function Grid(view: SphereView): ReactNode {
  return (
    <>
      {CIRCLES.map(({ points, isMain }, at) => <path key={at} className={`circle${isMain ? " main" : ""}`} d={nearPart(points.map((point) => seenFrom(view, point)))} />)}
      {SIDES.map(({ name, direction }) => {
        const { x, y, depth } = seenFrom(view, direction);
        return depth < 0.05 ? null : <text key={name} className="side-name" x={x * RADIUS * 1.0} y={y * RADIUS * 1.0} dy={name === "top" ? "-0.5em" : "1.3em"}>{name}</text>;
      })}
    </>
  );
});

/** The part of a line that lies on the near side. */
function nearPart(points: readonly OnSphere[]): string {
  let isDown = false;
  return points.map(({ x, y, depth }) => {
    if (depth < 0) {
      isDown = false;
      return "";
    }
    const command = isDown ? "L" : "M";
    isDown = true;
    return `${command}${(x * RADIUS).toFixed(1)} ${(y * RADIUS).toFixed(1)}`;
  }).join("");
}

const CLOSE = 10;

/** The sample whose point lies there; those on the near side first. */
function nearestTo(points: readonly { viewpoint: PreviewedViewpoint; seen: OnSphere }[], x: number, y: number): number | null {
  const distances = points.map(({ viewpoint, seen }) => ({ index: viewpoint.index, far: seen.depth < 0 ? CLOSE : 0, distance: Math.hypot(seen.x * RADIUS - x, seen.y * RADIUS - y) })).filter(({ distance }) => distance < CLOSE);
  return distances.sort((a, b) => a.far + a.distance - b.far - b.distance)[0]?.index ?? null;
}
