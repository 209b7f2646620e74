/** Work on something that only one at a time may change: each begins when the one before has ended, well or not. */

/** @returns a function that does work in its turn */
export function inTurn(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const turn = last.then(work);
    last = turn.catch(() => {});
    return turn;
  };
}
