/** Asynchronous work on many values without starting all of it at once. */

/** Enough for a network disk, few enough for the limit on open files. */
const AT_A_TIME = 32;

/** Applies an async function to all values, some at a time, and keeps their order. The first error ends it. */
export async function mapSome<T, R>(values: readonly T[], work: (value: T) => Promise<R>, atATime = AT_A_TIME): Promise<R[]> {
  const results = new Array<R>(values.length);
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let index = next++; index < values.length; index = next++) results[index] = await work(values[index]!);
  };
  await Promise.all(Array.from({ length: Math.min(atATime, values.length) }, worker));
  return results;
}
