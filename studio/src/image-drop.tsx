/** Dropping an exported image anywhere finds its sample. */
import { type ReactNode, useEffect, useState } from "react";
import { goTo } from "./address.js";
import { Notice } from "./parts/notice.js";
import { source } from "./source.js";
import type { StudioError } from "./studio-error.js";

export function ImageDrop({ run }: { run: string }): ReactNode {
  const [isOver, setIsOver] = useState(false);
  const [error, setError] = useState<StudioError | null>(null);
  useEffect(() => {
    const over = (event: DragEvent): void => {
      if (event.dataTransfer?.types.includes("Files") !== true) return;
      event.preventDefault();
      setIsOver(true);
    };
    const leave = (event: DragEvent): void => {
      if (event.relatedTarget === null) setIsOver(false);
    };
    const drop = (event: DragEvent): void => {
      const file = event.dataTransfer?.files[0];
      if (file === undefined) return;
      event.preventDefault();
      setIsOver(false);
      setError(null);
      source.find(run, file).then((id) => goTo({ run, part: String(id) }), setError);
    };
    addEventListener("dragover", over);
    addEventListener("dragleave", leave);
    addEventListener("drop", drop);
    return () => {
      removeEventListener("dragover", over);
      removeEventListener("dragleave", leave);
      removeEventListener("drop", drop);
    };
  }, [run]);
  if (error !== null) return <div className="toast" role="alert"><Notice error={error} /><button onClick={() => setError(null)}>close</button></div>;
  return isOver ? <div className="dropping"><p>Drop an image of this run to find its record</p></div> : null;
}
