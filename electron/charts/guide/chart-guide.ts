import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises'
import { isAbsolute, join } from 'node:path'
import type { ValuesGuide } from '@shared/model/values-guide'
import { runPrefix } from '../../helm/private-files'
import { chartWord } from '../../helm/chart-word'
import type { HelmRunner } from '../../helm/run'
import type { ClusterTarget } from '../../kube/target'
import { checkLocalChart } from '../local-chart'
import { sourceFailure } from '../source-errors'
import { noChart } from './chart-files'
import { workOnGuide } from './guide-work'

const timeLimitMs = 90_000

export interface GuideParts {
  readonly helm: Pick<HelmRunner, 'run'>
  /** The folder for the private ones of each run. */
  readonly root: string
}

/**
 * What a chart says of its values. helm fetches it from where it is, with the sign-in it has; nothing of it is unpacked on disk.
 * @param version exact or a range; ignored for a path
 * @throws AppFailure as `showChart`
 */
export async function chartGuide(
  parts: GuideParts,
  target: ClusterTarget | null,
  chart: string,
  version: string | undefined,
): Promise<ValuesGuide> {
  await checkLocalChart(chart)
  if (isAbsolute(chart)) return workOnGuide(chart)
  await mkdir(parts.root, { recursive: true, mode: 0o700 })
  // Under the name of a run, a folder that a killed app leaves is swept away with theirs.
  const folder = await mkdtemp(join(parts.root, `${runPrefix}pull-`))
  try {
    await pull(parts.helm, target, folder, { chart, version })
    const archives = (await readdir(folder, { withFileTypes: true })).filter((entry) => entry.isFile())
    const [archive] = archives
    if (archive === undefined) return noChart('helm fetched no chart.')
    return await workOnGuide(join(folder, archive.name))
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 }).catch(() => undefined)
  }
}

interface Pulled {
  readonly chart: string
  readonly version: string | undefined
}

async function pull(
  helm: GuideParts['helm'],
  target: ClusterTarget | null,
  folder: string,
  { chart, version }: Pulled,
): Promise<void> {
  try {
    await helm.run(target, {
      verb: ['pull'],
      flags: [`--destination=${folder}`, ...(version === undefined ? [] : [`--version=${version}`])],
      positionals: [chartWord(chart)],
      scope: 'no-cluster',
      kind: 'read',
      timeLimitMs,
    })
  } catch (reason) {
    throw sourceFailure(reason)
  }
}
