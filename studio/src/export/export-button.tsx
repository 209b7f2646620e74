/** Opens the dialog in which a run is exported. */
import { lazy, type ReactNode, Suspense, useState } from "react";

const ExportDialog = lazy(() => import("./export-dialog.js").then((module) => ({ default: module.ExportDialog })));

export function ExportButton({ run }: { run: string }): ReactNode {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <button onClick={() => setOpen(true)}>Export …</button>
      {isOpen && <Suspense fallback={null}><ExportDialog run={run} close={() => setOpen(false)} /></Suspense>}
    </>
  );
}
