import type { ReleaseId } from '@shared/model/release-ref'
import { targetKey } from '../../kube/api-client'
import type { ClusterTarget } from '../../kube/target'
import { keptChartFolder } from '../request/kept-chart'
import { serverOf } from './cluster-mark'

/** Stands for a release of a cluster. */
export function releaseKey(target: ClusterTarget, { namespace, name }: ReleaseId): string {
  return JSON.stringify([targetKey(target), serverOf(target), namespace, name])
}

/** Where a kept chart of a release is rebuilt. @param root a folder for the owner alone */
export function chartFolderOf(root: string, target: ClusterTarget, release: ReleaseId): string {
  return keptChartFolder(root, releaseKey(target, release))
}
