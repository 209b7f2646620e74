/** Which labels are drawn over pictures; the choice is kept in the browser. */
import { useEffect, useState } from "react";

export const OVERLAYS = ["box3d", "axes", "maskVisible", "maskAmodal", "boxes2d", "keypoints"] as const;
export type Overlay = (typeof OVERLAYS)[number];

export const OVERLAY_TITLES: Readonly<Record<Overlay, string>> = { box3d: "3D box", axes: "Axes", maskVisible: "Mask", maskAmodal: "Amodal", boxes2d: "2D boxes", keypoints: "Keypoints" };

const KEPT = "dst3d overlays";

/** The overlays that are on, and how to change them. */
export function useOverlays(): [ReadonlySet<Overlay>, (overlay: Overlay) => void] {
  const [chosen, setChosen] = useState<ReadonlySet<Overlay>>(() => {
    const kept = (localStorage.getItem(KEPT) ?? "box3d").split(",");
    return new Set(OVERLAYS.filter((overlay) => kept.includes(overlay)));
  });
  useEffect(() => localStorage.setItem(KEPT, [...chosen].join()), [chosen]);
  const toggle = (overlay: Overlay): void => setChosen((before) => {
    const after = new Set(before);
    if (!after.delete(overlay)) after.add(overlay);
    return after;
  });
  return [chosen, toggle];
}
