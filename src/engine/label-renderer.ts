/** Renders labels again from the recipes of the datasets that are looked at. */
import { DatasetError } from "../core/errors.js";
import type { Matrix3 } from "../geometry/vector.js";
import type { Plan } from "../pipeline/plan.js";
import { windowRenderer } from "../pipeline/render-window.js";
import { labelViewOfPasses } from "../verify/label-view.js";
import type { SignalContext } from "../verify/signal.js";
import { intrinsicsInWindow } from "../verify/window.js";

/** @param plans by the prefix of the datasets' keys */
export function labelRenderer(plans: ReadonlyMap<string, Plan>): NonNullable<SignalContext["renderLabel"]> {
  const renderers = new Map([...plans].map(([prefix, plan]) => [prefix, windowRenderer(plan)]));
  return async ({ key, id, record }, window, turnRadians) => {
    const render = renderers.get(key.slice(0, key.length - id.length));
    if (render === undefined) throw new DatasetError("E_INTERNAL", `${key} is of no dataset that is looked at`);
    const K = intrinsicsInWindow(record.camera!.K as unknown as Matrix3, window);
    const { passes, camera, instanceId } = await render(record.index, { K, width: window.columns, height: window.rows }, turnRadians);
    return labelViewOfPasses(passes, camera.K, instanceId);
  };
}
