/** Training a pose network from the command line: progress while it goes, its own error at its end. */
import type { TrainedPoseNetwork, TrainPoseNetworkOptions } from "../engine/train-pose-network.js";
import type { ErrorFigures } from "../verify/pose-network/pose-errors.js";
import { emit, say, type Invocation } from "./command.js";
import { INTERRUPTED } from "./interrupt.js";
import { formatColumns, shownPath, styled } from "./terminal.js";
import { withSteps } from "./with-steps.js";
import { shellWord } from "../core/shell-word.js";

/** @returns the exit code */
export async function trainPoseNetworkAndShow(call: Pick<Invocation, "terminal" | "library" | "json" | "signal">, options: TrainPoseNetworkOptions): Promise<number> {
  const { terminal, signal } = call;
  say(call, `${styled(terminal, "bold", "pose network")}  ${shownPath(terminal, options.folder)}`);
  const trained = await withSteps(call, { stopped: "stopped; the same command goes on." }, (onEvent) => call.library.trainPoseNetworkOfRun({ ...options, signal, onEvent }));
  if (trained === null) return INTERRUPTED;
  show(call, trained);
  return 0;
}

function show(call: Pick<Invocation, "terminal" | "json">, { file, form: { heldOut, learnt } }: TrainedPoseNetwork): void {
  const { terminal } = call;
  emit(call, { type: "pose-network", file, heldOut, learnt });
  const row = (name: string, { pictures, shapes, medianAzimuthDegrees, shareWithin30Degrees, medianElevationDegrees }: ErrorFigures): string[] => [name, String(pictures), String(shapes), medianAzimuthDegrees.toFixed(1), (shareWithin30Degrees * 100).toFixed(1), medianElevationDegrees.toFixed(1)];
  const { aroundBox, wholePicture } = heldOut;
  const rows = [...Object.entries(aroundBox.perCategory).map(([name, figures]) => row(name, figures)), row("all", aroundBox), row("all, shown as whole pictures", wholePicture)];
  say(call, `\n${styled(terminal, "bold", "Its own error, on shapes that it did not learn from")}\n${formatColumns([["", "pictures", "shapes", "azimuth median °", "within 30° %", "elevation median °"], ...rows])}\n`);
  say(call, formatColumns([
    [shownPath(terminal, file), `learnt from ${learnt.pictures} pictures of ${learnt.shapes} shapes in ${learnt.epochs} epochs`],
    [`${terminal.program} evaluate viewpoints FOLDER --predicted ${shellWord(shownPath(terminal, file))}`, "which sides other pictures show"],
  ]));
}
