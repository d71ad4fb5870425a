import { createHash } from 'node:crypto'
import { isAbsolute } from 'node:path'
import { AppFailure } from '@shared/errors'
import { isExactVersion } from '@shared/chart-version'
import type { ValuesGuide } from '@shared/model/values-guide'
import type { ClusterTarget } from '../../kube/target'
import { refuseLogin } from '../chart-address'
import { showChart } from '../show-chart'
import { chartGuide, type GuideParts } from './chart-guide'
import { guideKey, type GuideMemory } from './guide-memory'
import { workOnGuide } from './guide-work'

/**
 * What helm would fetch or read outside of a chart to check values against its schemas: addresses, and in words what can't be
 * looked into. Empty for nearly every chart.
 * @param version exact or a range; ignored for a path
 * @throws AppFailure why the chart can't be had, as `showChart`
 */
export type ReadOutside = (
  target: ClusterTarget | null,
  chart: string,
  version: string | undefined,
) => Promise<readonly string[]>

/** @param memory of guides: a chart that was looked at for its values isn't fetched once more */
export function createReadOutside(parts: GuideParts, memory: GuideMemory): ReadOutside {
  return async (target, chart, version) => {
    refuseLogin(chart)
    const named = isAbsolute(chart) ? undefined : version
    const read = (): Promise<ValuesGuide> => chartGuide(parts, target, chart, named)
    const isLasting = named !== undefined && isExactVersion(named)
    try {
      return allOf(await (isLasting ? memory.get(guideKey(target, chart, named), read) : read()))
    } catch (reason) {
      const unread = unreadOf(reason)
      // Where helm can't read it either, that is the reason to tell; to show a chart, helm checks no values.
      await showChart(parts.helm, target, chart, named)
      return [unread]
    }
  }
}

/** The same of a chart that is held in memory. Never rejects. */
export async function outsideOfArchive(archive: Uint8Array): Promise<readonly string[]> {
  try {
    return allOf(await workOnGuide(archive))
  } catch (reason) {
    return [unreadOf(reason)]
  }
}

/** More than anybody reads; the rest is told by what it comes to. */
const maxTold = 200

function allOf({ outside, unread = [] }: ValuesGuide): readonly string[] {
  const all = [...outside, ...unread.map(inOneLine)]
  if (all.length <= maxTold) return all
  const digest = createHash('sha256').update(all.join('\n')).digest('hex')
  return [...all.slice(0, maxTold), `${all.length - maxTold} more (SHA-256 ${digest})`]
}

/** What a chart is called may have any form. */
function inOneLine(words: string): string {
  return words.replaceAll(/\p{Cc}/gu, ' ').slice(0, 1_000)
}

/** @throws what was thrown, unless the chart was there and couldn't be read */
function unreadOf(reason: unknown): string {
  if (!(reason instanceof AppFailure) || !/^(?:chart-invalid|internal)$/.test(reason.error.code)) throw reason
  const { message, cause } = reason.error
  return inOneLine(`the chart itself (${message} ${cause})`)
}
