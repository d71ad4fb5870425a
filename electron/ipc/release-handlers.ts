import type { ClusterTarget } from '../kube/target'
import type { RevisionReader } from '../releases/revision'
import type { Handlers } from './door'

export interface ReleaseHandlerDeps {
  /** The cluster a request means: the named context, else the window's current one. */
  readonly target: (context?: string) => Promise<ClusterTarget>
  readonly revisions: RevisionReader
}

type Channel = 'release:get_revision' | 'release:get_text'

/** Handlers of `release:*` that read one revision. */
export function releaseHandlers({ target, revisions }: ReleaseHandlerDeps): Pick<Handlers, Channel> {
  return {
    'release:get_revision': async ({ context, namespace, release_name: name, revision }) =>
      revisions.detail(await target(context), { namespace, name, revision }),
    'release:get_text': async ({ context, namespace, release_name: name, revision, part, reveal }) =>
      revisions.text(await target(context), { namespace, name, revision }, part, reveal ?? false),
  }
}
