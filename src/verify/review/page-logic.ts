/** What the review page does with answers, as text for a browser; it touches no document, so that tests can run it. */

export const PAGE_LOGIC = `
"use strict";
/** A rater's answers so far: by item, and the items in the order in which they were answered, for undo. */
function startReview(set, rater, kept) {
  const state = { set: set, rater: rater, answers: Object.create(null), order: [] };
  let stored = null;
  try { stored = JSON.parse(kept); } catch (error) { stored = null; }
  if (stored === null || typeof stored !== "object" || !Array.isArray(stored.given)) return state;
  for (const each of stored.given) {
    if (!Array.isArray(each) || !set.items.some((item) => item.item === each[0]) || !set.choices.some((choice) => choice.answer === each[1])) continue;
    if (!(each[0] in state.answers)) state.order.push(each[0]);
    state.answers[each[0]] = each[1];
  }
  return state;
}
/** What is kept in the browser: what startReview takes. */
function keptText(state) {
  return JSON.stringify({ given: state.order.map((item) => [item, state.answers[item]]) });
}
/** Place of the first item without an answer; the number of items when there is none. */
function placeOf(state) {
  const place = state.set.items.findIndex((item) => !(item.item in state.answers));
  return place < 0 ? state.set.items.length : place;
}
/** Answers the item that is shown. */
function giveAnswer(state, answer) {
  const item = state.set.items[placeOf(state)];
  if (item === undefined) return;
  state.answers[item.item] = answer;
  state.order.push(item.item);
}
/** Takes the last answer back; its item is shown again. */
function undoAnswer(state) {
  const item = state.order.pop();
  if (item !== undefined) delete state.answers[item];
}
/** The file that the rater hands in. */
function answerFile(state) {
  const answers = state.set.items.filter((item) => item.item in state.answers).map((item) => ({ item: item.item, images: item.images.map((image) => image.imageSha256), answer: state.answers[item.item] }));
  return JSON.stringify({ formatVersion: state.set.formatVersion, review: state.set.review, rater: state.rater, answers: answers }, null, 1) + "\\n";
}
/** A name for that file. */
function answerFileName(state) {
  return "answers-" + (state.rater.replace(/[^A-Za-z0-9_-]+/g, "-").slice(0, 40) || "rater") + ".json";
}
`;
