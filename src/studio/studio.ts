/** What the parts of the server share. */
import type { EventHub } from "./event-hub.js";
import type { JobList } from "./jobs/job-list.js";
import type { Previews } from "./preview/thread.js";
import type { Workspace } from "./workspace.js";

/** A running studio. */
export interface Studio {
  workspace: Workspace;
  events: EventHub;
  jobs: JobList;
  previews: Previews;
  /** Whether decisions, manifests and runs may be written. */
  write: boolean;
  /** Folder that paths which people type start from. */
  folder: string;
}
