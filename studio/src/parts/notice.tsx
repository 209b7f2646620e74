/** What is wrong, and what to do about it. */
import type { ReactNode } from "react";
import type { StudioError } from "../studio-error.js";

export function Notice({ error }: { error: Pick<StudioError, "message" | "hint"> }): ReactNode {
  return (
    <div className="notice" role="alert">
      <p>{error.message}</p>
      {error.hint !== null && <p className="dim">{error.hint}</p>}
    </div>
  );
}
