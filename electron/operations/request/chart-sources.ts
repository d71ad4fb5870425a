import { hasLogin } from '@shared/chart-ref'
import type { ReleaseRef } from '@shared/model/release-ref'
import { z } from 'zod'
import type { JsonFile } from '../../files/json-file'

/** Where the releases' charts come from, remembered from their last install or upgrade here. */
export interface ChartSources {
  /** The chart argument; '' when it is not known. */
  get(place: ReleaseRef): string
  remember(place: ReleaseRef, chart: string): void
  forget(place: ReleaseRef): void
}

/** Those used longest ago make room. */
const maxEntries = 1_000

const fileShape = z.array(z.tuple([z.string().max(2_048), z.string().min(1).max(1_024)])).max(maxEntries)

/** A file that cannot be read counts as empty: knowing no source is a small loss. */
export function createChartSources(file: JsonFile): ChartSources {
  const kept = fileShape.safeParse(file.read()).data ?? []
  // Earlier versions kept a sign-in that stood in an address.
  const entries = new Map(kept.filter(([, chart]) => !hasLogin(chart)))
  const save = (): void => {
    try {
      file.write([...entries])
    } catch {
      // A full disk must not turn a change that went well into a failure; this run of the app still remembers.
    }
  }
  return {
    get: (place) => entries.get(keyOf(place)) ?? '',
    remember: (place, chart) => {
      const key = keyOf(place)
      // A Map keeps the order of insertion: what is set anew comes last.
      entries.delete(key)
      entries.set(key, chart)
      for (const oldest of [...entries.keys()].slice(0, Math.max(0, entries.size - maxEntries))) entries.delete(oldest)
      save()
    },
    forget: (place) => {
      if (entries.delete(keyOf(place))) save()
    },
  }
}

function keyOf({ context, namespace, name }: ReleaseRef): string {
  return JSON.stringify([context, namespace, name])
}
