import type { ActionContext } from '@/actions/useActionContext'
import { releaseLocation } from '@/lib/release/release-key'

/** A context of actions that only notes where it was led and what was asked of it. */
export function makeActionContext(part: Partial<ActionContext> = {}): { context: ActionContext; done: unknown[] } {
  const done: unknown[] = []
  const note =
    (what: string) =>
    (...given: unknown[]): Promise<void> => {
      done.push([what, ...given])
      return Promise.resolve()
    }
  const context: ActionContext = {
    router: {
      push: (to) => {
        done.push(['push', to])
        return Promise.resolve()
      },
    },
    linkTo: (release, page, query) => releaseLocation(release, 'prod', page, query),
    linkOf: ({ id }) => `/changes/${id}`,
    isThere: () => true,
    find: () => null,
    hasCluster: () => true,
    dismiss: note('dismiss'),
    copy: note('copy'),
    retry: note('retry'),
    chooseKubeconfig: note('chooseKubeconfig'),
    chooseContext: () => void done.push(['chooseContext']),
    startDemo: note('startDemo'),
    openLink: note('openLink'),
    showAbout: () => void done.push(['showAbout']),
    nextTheme: () => void done.push(['nextTheme']),
    ...part,
  }
  return { context, done }
}
