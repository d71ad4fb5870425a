import { isAbsolute } from 'node:path'

/** What is remembered of charts between plans of the same one: a person plans one change again and again while writing it. */
export interface ChartMemory {
  /** The definitions that it brings, asked for once; a failed answer is asked for again. */
  readonly definitions: (chart: string, version: string | undefined, ask: () => Promise<string>) => Promise<string>
  /** Whether it is known to make nothing anew each time. */
  readonly isStable: (chart: string, version: string | undefined) => boolean
  readonly noteStable: (chart: string, version: string | undefined) => void
}

/** More charts than somebody writes changes of at a time. */
const maxKept = 20

/** A chart in a folder may change between two plans, and a tag may move: only what has a version in a repository is remembered. */
export function createChartMemory(): ChartMemory {
  const texts = new Map<string, Promise<string>>()
  const stable = new Set<string>()
  const keyOf = (chart: string, version: string | undefined): string | null =>
    version === undefined || isAbsolute(chart) || chart.startsWith('oci://') ? null : JSON.stringify([chart, version])
  return {
    definitions: (chart, version, ask) => {
      const key = keyOf(chart, version)
      if (key === null) return ask()
      const known = texts.get(key)
      if (known !== undefined) return known
      const asked = ask()
      texts.set(key, asked)
      asked.then(
        (text) => {
          if (text === '') texts.delete(key)
        },
        () => texts.delete(key),
      )
      for (const oldest of [...texts.keys()].slice(0, Math.max(0, texts.size - maxKept))) texts.delete(oldest)
      return asked
    },
    isStable: (chart, version) => stable.has(keyOf(chart, version) ?? ''),
    noteStable: (chart, version) => {
      const key = keyOf(chart, version)
      if (key !== null && stable.size < maxKept * 10) stable.add(key)
    },
  }
}
