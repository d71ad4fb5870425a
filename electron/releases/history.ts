import type { HelmRelease, HelmRevision } from '@shared/model/release'
import { readHistory } from '../helm/history'
import type { HelmRunner } from '../helm/run'
import type { ClusterTarget } from '../kube/target'
import type { SecretReader } from './release-secrets'
import { createSummaries } from './summaries'

export interface HistoryParts {
  readonly helm: Pick<HelmRunner, 'run'>
  readonly apiClientFor: (target: ClusterTarget) => SecretReader
}

export type HistoryReader = (
  target: ClusterTarget,
  release: { readonly releaseName: string; readonly namespace: string },
) => Promise<HelmRevision[]>

/**
 * The history: read by helm, with chart name and version apart where the payloads can be read; they are kept, because a
 * revision's chart never changes.
 * @throws AppFailure of helm
 */
export function createHistoryReader({ helm, apiClientFor }: HistoryParts): HistoryReader {
  const addSummaries = createSummaries()
  return async (target, { releaseName: name, namespace }) => {
    const revisions = await readHistory(helm, target, { releaseName: name, namespace })
    const rows: HelmRelease[] = revisions.map(({ appVersion = '', ...rest }) => ({
      ...rest,
      name,
      namespace,
      appVersion,
    }))
    const summed = await addSummaries(apiClientFor(target), target, rows, namespace)
    return revisions.map((revision, index) => {
      const { chartName, chartVersion } = summed[index] ?? {}
      if (chartName === undefined || chartVersion === undefined) return revision
      return { ...revision, chartName, chartVersion }
    })
  }
}
