import type { ValuesGuide } from '@shared/model/values-guide'
import type { ClusterTarget } from '../../kube/target'

/** Guides of charts that don't change: asked for once, while somebody writes values for them. */
export interface GuideMemory {
  /** A failed reading is tried again. */
  readonly get: (key: string, read: () => Promise<ValuesGuide>) => Promise<ValuesGuide>
  readonly clear: () => void
}

/** More charts than somebody writes values for at a time. */
const maxKept = 12
/** Characters of all together. */
const maxTexts = 32 * 1024 * 1024

/** Under which key the guide of a chart is kept. @param version an exact one */
export function guideKey(target: ClusterTarget | null, chart: string, version: string): string {
  return JSON.stringify([target?.helmEnv, chart, version])
}

export function createGuideMemory(): GuideMemory {
  const kept = new Map<string, Promise<ValuesGuide>>()
  const sizes = new Map<Promise<ValuesGuide>, number>()
  const forget = (key: string, guide: Promise<ValuesGuide>): void => {
    sizes.delete(guide)
    if (kept.get(key) === guide) kept.delete(key)
  }
  const makeRoom = (): void => {
    for (const [key, guide] of [...kept].slice(0, -1)) {
      const all = [...sizes.values()].reduce((sum, size) => sum + size, 0)
      if (kept.size > maxKept || all > maxTexts) forget(key, guide)
    }
  }
  return {
    get: (key, read) => {
      const known = kept.get(key)
      const guide = known ?? read()
      // What was asked for last goes last.
      kept.delete(key)
      kept.set(key, guide)
      if (known !== undefined) return known
      guide.then(
        (found) => {
          if (kept.get(key) === guide) sizes.set(guide, sizeOf(found))
          makeRoom()
        },
        () => forget(key, guide),
      )
      makeRoom()
      return guide
    },
    clear: () => {
      kept.clear()
      sizes.clear()
    },
  }
}

function sizeOf({ schemas, defaults, mentioned, reads = [] }: ValuesGuide): number {
  const texts = [...schemas, ...defaults].map(({ text }) => text)
  const keys = reads.flatMap(({ values }) => values.flat())
  return [...texts, ...mentioned, ...keys].reduce((sum, text) => sum + text.length, 0)
}
