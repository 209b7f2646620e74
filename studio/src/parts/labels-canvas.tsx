import { type ReactNode, useEffect, useRef } from "react";
import type { SampleLabels } from "../../../src/studio/protocol.js";
import { drawLabels } from "./draw-labels.js";
import type { Overlay } from "./overlay-options.js";

/** Labels over whatever it lies on; as sharp as the screen. */
export function LabelsCanvas({ labels, overlays }: { labels: SampleLabels; overlays: ReadonlySet<Overlay> }): ReactNode {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const element = canvas.current!;
    const draw = (): void => {
      const scale = Math.min(2, devicePixelRatio);
      element.width = Math.max(1, Math.round(element.clientWidth * scale));
      element.height = Math.max(1, Math.round(element.clientHeight * scale));
      drawLabels(element.getContext("2d")!, labels, overlays, scale);
    };
    draw();
    const observer = new ResizeObserver(draw);
    observer.observe(element);
    return () => observer.disconnect();
  }, [labels, overlays]);
  return <canvas ref={canvas} className="labels" aria-hidden="true" />;
}
