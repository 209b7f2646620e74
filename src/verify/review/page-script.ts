/** How the review page shows itself, as text for a browser. All words go in as text, never as markup. */
import { CAPTIONS } from "./wording.js";

export const PAGE_SCRIPT = `
const reviewSet = JSON.parse(document.getElementById("review").textContent);
const byId = (id) => document.getElementById(id);
let review = null;
const storageKey = () => "dst3d-review/" + reviewSet.review.slice(0, 16) + "/" + review.rater;
let keeps = true;

function readKept(key) {
  try { return localStorage.getItem(key); } catch (error) { keeps = false; return null; }
}
function keep() {
  try { localStorage.setItem(storageKey(), keptText(review)); } catch (error) { keeps = false; }
  byId("unkept").hidden = keeps;
}
function make(tag, className, text) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text !== undefined) element.textContent = text;
  return element;
}
function pictureOf(src, words) {
  const figure = make("figure");
  const image = make("img");
  image.src = src;
  image.alt = words;
  image.decoding = "async";
  figure.append(image, make("figcaption", "", words));
  return figure;
}
function showPage(name) {
  for (const page of ["start", "ask", "done"]) byId(page).hidden = page !== name;
  byId("progress-box").hidden = name === "start";
}
function preload(item) {
  if (item === undefined) return;
  for (const image of item.images) for (const file of [image.plain, image.labelled, image.claimed]) if (file) new Image().src = file;
}
function show() {
  const count = reviewSet.items.length;
  const place = placeOf(review);
  byId("bar").style.width = (100 * place / count) + "%";
  byId("count").textContent = review.order.length + " of " + count + " answered";
  byId("undo").disabled = review.order.length === 0;
  byId("who").textContent = review.rater;
  if (place >= count) {
    showPage("done");
    byId("save-big").focus();
    return;
  }
  const item = reviewSet.items[place];
  showPage("ask");
  byId("category").textContent = "The label says: " + item.category;
  const box = byId("pictures");
  box.replaceChildren();
  box.className = item.images.length === 2 ? "pair" : "single";
  item.images.forEach((image, side) => {
    const group = make("div", "group");
    if (item.images.length === 2) group.append(make("h3", "", side === 0 ? "left" : "right"));
    const row = make("div", "row");
    row.append(pictureOf(image.plain, ${JSON.stringify(CAPTIONS.plain)}), pictureOf(image.labelled, ${JSON.stringify(CAPTIONS.labelled)}));
    if (image.claimed && item.images.length === 1) row.append(pictureOf(image.claimed, ${JSON.stringify(CAPTIONS.claimed)}));
    group.append(row);
    box.append(group);
  });
  preload(reviewSet.items[place + 1]);
}
function answerNow(answer) {
  if (review === null || byId("ask").hidden) return;
  giveAnswer(review, answer);
  keep();
  show();
}
function undoNow() {
  if (review === null) return;
  undoAnswer(review);
  keep();
  show();
}
function save() {
  const link = make("a");
  link.href = URL.createObjectURL(new Blob([answerFile(review)], { type: "application/json" }));
  link.download = answerFileName(review);
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}
reviewSet.choices.forEach((choice, at) => {
  const button = make("button", "choice");
  button.type = "button";
  button.setAttribute("aria-keyshortcuts", String(at + 1));
  button.append(make("kbd", "", String(at + 1)), make("span", "", choice.words));
  button.addEventListener("click", () => answerNow(choice.answer));
  byId("choices").append(button);
});
byId("name-form").addEventListener("submit", (event) => {
  event.preventDefault();
  const rater = byId("name").value.trim().slice(0, 100);
  if (rater === "") return;
  review = startReview(reviewSet, rater, null);
  review = startReview(reviewSet, rater, readKept(storageKey()));
  keep();
  byId("name").blur();
  show();
});
byId("undo").addEventListener("click", undoNow);
byId("save").addEventListener("click", save);
byId("save-big").addEventListener("click", save);
byId("back").addEventListener("click", undoNow);
document.addEventListener("keydown", (event) => {
  if (review === null || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  const choice = reviewSet.choices[Number(event.key) - 1];
  if (choice !== undefined) answerNow(choice.answer);
  else if (event.key === "Backspace" || event.key === "u" || event.key === "z") undoNow();
  else return;
  event.preventDefault();
});
addEventListener("beforeunload", (event) => {
  if (review !== null && !keeps && review.order.length > 0) event.preventDefault();
});
`;
