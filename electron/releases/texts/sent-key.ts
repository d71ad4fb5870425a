import type { ReleaseId } from '@shared/model/release-ref'
import { targetKey } from '../../kube/api-client'
import { digest } from '../../kube/identity'
import type { ClusterTarget } from '../../kube/target'

/** Stands for a release of a cluster where the texts that were sent to it are kept: nothing of either can be read from it. */
export function sentKey(target: ClusterTarget, { namespace, name }: ReleaseId): string {
  return digest([target.pin?.identity ?? targetKey(target), namespace, name])
}
