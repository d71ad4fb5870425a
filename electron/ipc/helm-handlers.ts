import type { HelmRelease } from '@shared/model/release'
import type { ClusterTarget } from '../kube/target'
import type { Handlers } from './door'

export interface HelmHandlerDeps {
  /** The cluster a request means: the named context, else the window's current one. */
  readonly target: (context?: string) => ClusterTarget
  readonly listReleases: (target: ClusterTarget, options: { readonly namespace?: string }) => Promise<HelmRelease[]>
}

/** Handlers of `helm:*`. */
export function helmHandlers({ target, listReleases }: HelmHandlerDeps): Pick<Handlers, 'helm:list_releases'> {
  return {
    'helm:list_releases': ({ context, namespace }) =>
      listReleases(target(context), namespace === undefined ? {} : { namespace }),
  }
}
