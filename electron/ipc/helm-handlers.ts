import type { ClusterTarget } from '../kube/target'
import type { ReleaseLister } from '../releases/list-releases'
import type { Handlers } from './door'

export interface HelmHandlerDeps {
  /** The cluster a request means: the named context, else the window's current one. */
  readonly target: (context?: string) => Promise<ClusterTarget>
  readonly listReleases: ReleaseLister
}

/** Handlers of `helm:*`. */
export function helmHandlers({ target, listReleases }: HelmHandlerDeps): Pick<Handlers, 'helm:list_releases'> {
  return {
    'helm:list_releases': async ({ context, namespace }) => listReleases(await target(context), { namespace }),
  }
}
