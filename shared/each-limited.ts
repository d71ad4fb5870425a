import { atMost } from './at-most'

/** Runs `work` over all items, at most `limit` at a time; resolves when all are done. `work` must not reject. */
export async function eachLimited<T>(
  items: readonly T[],
  limit: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const limited = atMost(limit)
  await Promise.all(items.map((item) => limited(() => work(item))))
}
