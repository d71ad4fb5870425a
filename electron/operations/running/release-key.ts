import type { ReleaseId } from '@shared/model/release-ref'
import { targetKey } from '../../kube/api-client'
import type { ClusterTarget } from '../../kube/target'
import { keptChartPath } from '../request/kept-chart'
import { serverOf } from './cluster-mark'

/** Stands for a release of a cluster. */
export function releaseKey(target: ClusterTarget, { namespace, name }: ReleaseId): string {
  return JSON.stringify([targetKey(target), serverOf(target), namespace, name])
}

/** Where helm reads a kept chart of a release. @param root a folder for the owner alone */
export function chartPathOf(root: string, target: ClusterTarget, release: ReleaseId): string {
  return keptChartPath(root, releaseKey(target, release))
}
