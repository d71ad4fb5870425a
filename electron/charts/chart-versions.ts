import { isAbsolute } from 'node:path'
import { newestVersion } from '@shared/chart-version'
import { fail } from '@shared/errors'
import type { ChartVersion } from '@shared/model/chart'
import type { Catalogue } from './catalogue'
import type { HelmPaths } from './helm-paths'
import { indexFile } from './repositories'
import { readRepositories } from './repositories-file'

/**
 * A chart's versions, newest first; none for what is not `repository/name`.
 * @throws AppFailure `repository-unknown`, `repository-unreachable` or `chart-not-found`
 */
export async function versionsIn(
  home: HelmPaths,
  catalogue: Catalogue,
  chart: string,
): Promise<readonly ChartVersion[]> {
  if (isAbsolute(chart) || chart.startsWith('oci://')) return []
  const [repository, name] = [chart.slice(0, chart.indexOf('/')), chart.slice(chart.indexOf('/') + 1)]
  const known = await readRepositories(home.repositories)
  if (!known.some((one) => one.name === repository)) {
    fail('repository-unknown', `The repository "${repository}" is not known here.`, {
      cause: 'Add it under Sources first, or check the spelling of its name.',
    })
  }
  const { versions, problem } = await catalogue({ ask: 'versions', file: indexFile(home, repository), chart: name })
  if (versions !== null) return versions
  if (problem !== '') {
    fail('repository-unreachable', `The index of "${repository}" can't be used.`, {
      cause: problem,
      actions: ['retry'],
    })
  }
  return fail('chart-not-found', `"${repository}" has no chart named "${name}".`, {
    cause: 'It may have been renamed or removed, or the local copy of the index is old. Update the repository.',
    actions: ['retry'],
  })
}

/**
 * The newest version of a chart as the app shows it, to be named to helm, which by itself takes no prerelease. Undefined
 * where no index tells: a registry, a file, or an index that cannot be used, of which helm itself tells what is wrong.
 */
export async function newestIn(home: HelmPaths, catalogue: Catalogue, chart: string): Promise<string | undefined> {
  const versions = await versionsIn(home, catalogue, chart).catch(() => [])
  return newestVersion(versions) || undefined
}
