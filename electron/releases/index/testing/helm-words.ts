import { z } from 'zod'
import type { RealHelm } from '../../../helm/testing/real-helm'
import type { HelmRelease } from '@shared/model/release'

/** What helm's list tells of a release, and nothing else. */
type Told = Pick<HelmRelease, 'name' | 'namespace' | 'revision' | 'updated' | 'status' | 'chart' | 'appVersion'>

const listed = z.array(
  z.object({
    name: z.string(),
    namespace: z.string(),
    revision: z.string(),
    updated: z.string(),
    status: z.string(),
    chart: z.string(),
    app_version: z.string(),
  }),
)

/** As it stands in the payload; helm writes "-" for a time it does not know. */
const timeFormat = '2006-01-02T15:04:05.999999999Z07:00'

/** helm's own list of all namespaces, one line a release, sorted. */
export async function helmList(helm: RealHelm, ...flags: string[]): Promise<string[]> {
  const output = await helm.byHand('list', '-A', '--max', '0', '--time-format', timeFormat, '-o', 'json', ...flags)
  const rows = listed.parse(JSON.parse(output))
  return lines(
    rows.map((row) => ({
      ...row,
      revision: Number(row.revision),
      updated: row.updated === '-' ? '' : row.updated,
      appVersion: row.app_version,
    })),
  )
}

/** The same of rows of the index. */
export function lines(rows: Iterable<Told>): string[] {
  return [...rows]
    .map((row) => {
      const { namespace, name, revision, updated, status, chart, appVersion } = row
      const at = updated.replace('+00:00', 'Z') || 'no time'
      return `${namespace}/${name} ${revision} ${status} at ${at}: ${chart} (${appVersion})`
    })
    .sort()
}

/** Only what differs: a diff of thousands of lines tells nobody anything. */
export function difference(
  told: readonly string[],
  known: readonly string[],
): { onlyHelm: string[]; onlyIndex: string[] } {
  const [inHelm, inIndex] = [new Set(told), new Set(known)]
  return {
    onlyHelm: told.filter((line) => !inIndex.has(line)).slice(0, 20),
    onlyIndex: known.filter((line) => !inHelm.has(line)).slice(0, 20),
  }
}

export const noDifference = { onlyHelm: [], onlyIndex: [] }
