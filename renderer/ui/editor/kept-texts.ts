/** More texts than anybody goes back to. */
const most = 20

const kept = new Map<string, unknown>()

/** Remembers, until the window closes, what an editor keeps: leaving a page takes no undo away. */
export function keepText(key: string, state: unknown): void {
  kept.delete(key)
  kept.set(key, state)
  const [oldest] = kept.keys()
  if (kept.size > most && oldest !== undefined) kept.delete(oldest)
}

/** What was kept last; undefined where nothing was. */
export function keptText(key: string): unknown {
  return kept.get(key)
}
