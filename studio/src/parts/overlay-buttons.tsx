import type { ReactNode } from "react";
import { type Overlay, OVERLAY_TITLES, OVERLAYS } from "./overlay-options.js";

/** Switches of the overlays; the number is the key. */
export function OverlayButtons({ chosen, toggle }: { chosen: ReadonlySet<Overlay>; toggle: (overlay: Overlay) => void }): ReactNode {
  return (
    <div className="switches" role="group" aria-label="Overlays">
      {OVERLAYS.map((overlay, at) => (
        <button key={overlay} aria-pressed={chosen.has(overlay)} onClick={() => toggle(overlay)} title={`key ${at + 1}`}>{OVERLAY_TITLES[overlay]}</button>
      ))}
    </div>
  );
}
