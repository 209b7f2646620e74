/** What the room of reviews asks the server, and sends it. */
import type { GivenAnswers, ImportedAnswers, NewReview, ReviewList, ReviewQuestions, ReviewState } from "../../../src/studio/review/review-messages.js";
import { ask, runPath, send } from "../source.js";

const pathOf = (run: string, review: string, rest = "", parameters?: URLSearchParams): string => runPath(run, `/reviews/${encodeURIComponent(review)}${rest}`, parameters);

export type PictureKind = "plain" | "labelled" | "claimed";

export const reviewSource = {
  list: (run: string): Promise<ReviewList> => ask(runPath(run, "/reviews")),
  start: (run: string, review: NewReview): Promise<{ name: string }> => send("POST", runPath(run, "/reviews"), review),
  state: (run: string, review: string, rater: string | null): Promise<ReviewState> => ask(pathOf(run, review, "", rater === null ? undefined : new URLSearchParams({ rater }))),
  questions: (run: string, review: string, rater: string, order: string): Promise<ReviewQuestions> => ask(pathOf(run, review, "/questions", new URLSearchParams({ rater, order }))),
  give: (run: string, review: string, given: GivenAnswers): Promise<{ answered: number }> => send("PUT", pathOf(run, review, "/answers"), given),
  use: (run: string, review: string): Promise<ImportedAnswers> => send("POST", pathOf(run, review, "/import"), {}),
  /** Address of a question's picture. @param stamp of the set of questions */
  picture: (run: string, review: string, { item, side, kind, stamp }: { item: string; side: number; kind: PictureKind; stamp?: string }): string =>
    pathOf(run, review, `/pictures/${item}/${side}/${kind}`, stamp === undefined ? undefined : new URLSearchParams({ of: stamp })),
};
