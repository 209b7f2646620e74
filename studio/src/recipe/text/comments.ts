/** Comments that go with options, and those that stay when options come and go. */
import { type Document, isCollection, isMap, isScalar, type Node, type Scalar } from "yaml";

/** What is said at the top of a text, before an empty line, is about the whole: it does not go with the first option. */
export function handDownHead(document: Document, step: string | number): void {
  if (!isMap(document.contents)) return;
  const [first, second] = document.contents.items;
  if (first === undefined || !isScalar(first.key) || first.key.value !== step) return;
  const head = headOf(first.key);
  if (head === "") return;
  if (second !== undefined && isScalar(second.key)) second.key.commentBefore = [head, second.key.commentBefore].filter((words) => words != null).join("\n\n");
  else document.commentBefore = head;
}

/** The paragraphs above an option, but for the last, which is about it. */
function headOf(key: Scalar): string {
  return (key.commentBefore ?? "").split("\n\n").slice(0, -1).join("\n\n");
}

/** What was said of a value is said of the one that takes its place. */
export function keepComments(old: Node, node: Node): void {
  const isOnItsLine = isScalar(node) || (isCollection(node) && (node.flow === true || node.items.length === 0));
  const [above, behind] = [old.commentBefore ?? null, isCollection(old) && old.flow !== true ? null : (old.comment ?? null)];
  node.commentBefore = isOnItsLine ? above : [above, behind].filter((words) => words !== null).join("\n") || null;
  if (isOnItsLine) node.comment = behind;
}

/** Moves an option that was added at the end of its group to where the order has it. */
export function putInOrder(document: Document, path: readonly (string | number)[], order: readonly string[]): void {
  const parent: unknown = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true);
  const place = order.indexOf(String(path.at(-1)));
  if (!isMap(parent) || place < 0) return;
  const pair = parent.items.at(-1)!;
  if (!isScalar(pair.key)) pair.key = document.createNode(pair.key);
  const at = parent.items.findIndex(({ key }) => order.indexOf(isScalar(key) ? String(key.value) : "") > place);
  if (at < 0) return;
  parent.items.pop();
  const after = parent.items[at]!;
  if (at === 0 && path.length === 1 && isScalar(after.key) && isScalar(pair.key)) {
    const head = headOf(after.key);
    if (head !== "") {
      pair.key.commentBefore = head;
      after.key.commentBefore = after.key.commentBefore!.slice(head.length + 2);
    }
  }
  if (at > 0 && isScalar(after.key) && isScalar(pair.key) && after.key.spaceBefore === true) pair.key.spaceBefore = true;
  parent.items.splice(at, 0, pair);
}
