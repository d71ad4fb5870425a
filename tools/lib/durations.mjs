import { join } from 'node:path'
import { readJson, writeWhole } from './files.mjs'

const SHORTEST_MS = 1_000

/** @typedef {{ estimate: (step: string) => number | undefined, learn: (step: string, ms: number) => void, save: () => Promise<void> }} Durations */

/**
 * Remembers how long steps took on this machine, for the estimates of the next run.
 * @param {string} cache
 * @returns {Promise<Durations>} times in ms
 */
export async function loadDurations(cache) {
  const file = join(cache, 'durations.json')
  const stored = await readJson(file)
  /** @type {Map<string, unknown>} */
  const known = new Map(typeof stored === 'object' && stored !== null ? Object.entries(stored) : [])
  let changed = false
  return {
    estimate: (step) => {
      const ms = known.get(step)
      return typeof ms === 'number' && ms > 0 ? ms : undefined
    },
    learn: (step, ms) => {
      // So quick a run had little left to do: the next one may have all of it.
      if (ms < SHORTEST_MS) return
      known.set(step, Math.round(ms))
      changed = true
    },
    save: async () => {
      if (changed) await writeWhole(file, `${JSON.stringify(Object.fromEntries(known), null, 2)}\n`)
    },
  }
}
