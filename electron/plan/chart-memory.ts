import { isAbsolute } from 'node:path'

/** What is remembered of charts between plans of the same one: a person plans one change again and again while writing it. */
export interface ChartMemory {
  /** The definitions that it brings, asked for once; a failed answer is asked for again. */
  readonly definitions: (chart: string, version: string | undefined, ask: () => Promise<string>) => Promise<string>
  /** Whether it has to be rendered twice, as far as is known: it may have changed since. */
  readonly isTwice: (chart: string, version: string | undefined) => boolean
  readonly noteTwice: (chart: string, version: string | undefined) => void
}

/** More charts than somebody writes changes of at a time. */
const maxKept = 20

/** A chart in a folder may change between two plans, and a tag may move: only what has a version in a repository is remembered. */
export function createChartMemory(): ChartMemory {
  const texts = new Map<string, Promise<string>>()
  const twice = new Set<string>()
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
    isTwice: (chart, version) => twice.has(JSON.stringify([chart, version])),
    noteTwice: (chart, version) => {
      if (twice.size < maxKept * 10) twice.add(JSON.stringify([chart, version]))
    },
  }
}
