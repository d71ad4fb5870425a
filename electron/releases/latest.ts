import type { HelmRelease } from '@shared/model/release'
import { targetKey } from '../kube/api-client'
import type { ClusterTarget } from '../kube/target'
import type { ReleaseLister } from './list-releases'

export interface LatestDeps {
  readonly list: ReleaseLister
  /** The window's current target; null when there is none. */
  readonly targetNow: () => ClusterTarget | null
  /** While the window is in sight it reads the list itself. */
  readonly isVisible: () => boolean
  /** Told when the releases known of the current target may be others. */
  readonly onChange: () => void
  /** How long a change waits for somebody else to read the list. */
  readonly graceMs?: number
}

export interface LatestReleases {
  /** Lists, and remembers what it was told of the current target. */
  readonly list: ReleaseLister
  /** What is known of the current target; null when it was never listed. */
  readonly releases: () => readonly HelmRelease[] | null
  /** Its releases are not what they were: out of sight they are read again, one reading at a time. */
  readonly noteChange: (context: string) => void
  readonly dispose: () => void
}

interface Known {
  readonly key: string
  readonly releases: readonly HelmRelease[]
  /** What was asked for last: somebody who may not list everything asks namespace by namespace. */
  readonly namespace: string | undefined
}

/** Keeps the last list of the current context, for whoever shows it outside the window. */
export function createLatestReleases(deps: LatestDeps): LatestReleases {
  let known: Known | null = null
  let readings = 0
  const keyNow = (): string | null => {
    const target = deps.targetNow()
    return target && targetKey(target)
  }
  const list: ReleaseLister = async (target, options) => {
    const rows = await deps.list(target, options)
    const key = targetKey(target)
    if (key === keyNow()) {
      const { namespace } = options
      known = { key, namespace, releases: merge(known?.key === key ? known.releases : [], rows, namespace) }
      readings += 1
      deps.onChange()
    }
    return rows
  }
  const readAgain = async (readingsThen: number): Promise<void> => {
    const target = deps.targetNow()
    const isRead = readings > readingsThen || deps.isVisible()
    if (target === null || isRead) return
    // What was known stays when the cluster does not answer now: the tray tells of the lost connection.
    await list(target, { namespace: known?.key === targetKey(target) ? known.namespace : undefined }).catch(() => [])
  }
  const refresh = createDelayed(deps.graceMs ?? 5_000, () => readings, readAgain)
  return {
    list,
    releases: () => (known !== null && known.key === keyNow() ? known.releases : null),
    noteChange: (context) => {
      if (!deps.isVisible() && context === deps.targetNow()?.context) refresh.ask()
    },
    dispose: refresh.dispose,
  }
}

/** Does the work some time after it is asked for, once for all who ask meanwhile, never twice at the same time. */
function createDelayed<T>(
  delayMs: number,
  whenAsked: () => T,
  work: (then: T) => Promise<void>,
): { readonly ask: () => void; readonly dispose: () => void } {
  let timer: NodeJS.Timeout | undefined
  let isWorking = false
  let askedMeanwhile = false
  const start = (): void => {
    const then = whenAsked()
    timer = setTimeout(() => {
      timer = undefined
      isWorking = true
      void work(then).finally(() => {
        isWorking = false
        if (askedMeanwhile) start()
        askedMeanwhile = false
      })
    }, delayMs)
    timer.unref()
  }
  return {
    ask: () => {
      if (isWorking) askedMeanwhile = true
      else if (timer === undefined) start()
    },
    dispose: () => clearTimeout(timer),
  }
}

/** The list of one namespace says nothing of the others. */
function merge(
  old: readonly HelmRelease[],
  rows: readonly HelmRelease[],
  namespace: string | undefined,
): readonly HelmRelease[] {
  return namespace === undefined ? rows : [...old.filter((release) => release.namespace !== namespace), ...rows]
}
