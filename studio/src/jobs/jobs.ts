/** Work that the studio does, kept up to date. */
import { useEffect, useState } from "react";
import type { Job } from "../../../src/studio/jobs/job.js";
import { useEvents } from "../asked.js";
import { ask, source } from "../source.js";

/** All jobs since the studio was started, the newest first; empty where there is no server. */
export function useJobs(): readonly Job[] {
  const [jobs, setJobs] = useState<readonly Job[]>([]);
  useEffect(() => {
    if (!source.isLive) return;
    let isShown = true;
    ask<Job[]>("api/jobs").then((list) => isShown && setJobs((before) => merged(list, before)), () => {});
    return () => {
      isShown = false;
    };
  }, []);
  useEvents((event) => {
    if (event.type === "job") setJobs((before) => merged([event.job], before));
  }, []);
  return jobs;
}

/** What was told takes the place of what was known. */
function merged(told: readonly Job[], known: readonly Job[]): readonly Job[] {
  return [...told, ...known.filter(({ id }) => told.every((job) => job.id !== id))].sort((a, b) => b.id - a.id);
}

export function isGoing({ status }: Job): boolean {
  return status === "running" || status === "stopping";
}
