import { targetKey } from '../../kube/api-client'
import type { ClusterTarget } from '../../kube/target'
import type { IndexFiles, Kept } from './index-file'
import type { ReleaseIndex } from './release-index'

/** An index at work. */
export interface Running {
  readonly target: ClusterTarget
  readonly index: ReleaseIndex
  /** What the kubeconfig said of its context when it was started. */
  description: string
  /** Runs while nobody follows it. */
  stopTimer: NodeJS.Timeout | undefined
  saveTimer: NodeJS.Timeout | undefined
}

export interface RunningDeps {
  /** Starts an index; `onPatch` is to be told after each patch. */
  readonly start: (target: ClusterTarget, known: Kept, onPatch: () => void) => ReleaseIndex
  /** What the kubeconfig says of a context; another text means another way to its cluster. */
  readonly describe: (context: string) => string
  readonly files: IndexFiles
  readonly onPatch: (one: Running) => void
  /** How long an index that nobody follows goes on: somebody may come back to it. Milliseconds. */
  readonly graceMs: number
  /** How long what is known waits for more before it is kept. Milliseconds. */
  readonly saveMs: number
}

/** The indexes at work, by cluster and user. */
export interface RunningIndexes {
  /** The index of a cluster, started where there is none. */
  readonly use: (target: ClusterTarget) => Running
  readonly find: (target: ClusterTarget) => Running | undefined
  readonly all: () => readonly Running[]
  /** These are followed; the others end after a while. */
  readonly keepOnly: (targets: readonly ClusterTarget[]) => void
  readonly dispose: () => void
}

export function createRunningIndexes(deps: RunningDeps): RunningIndexes {
  const running = new Map<string, Running>()
  const start = (target: ClusterTarget): Running => {
    const key = targetKey(target)
    const known = deps.files.load(key)
    const one: Running = {
      target,
      index: deps.start(target, known, () => {
        one.saveTimer ??= setTimeout(() => save(deps, key, one), deps.saveMs)
        deps.onPatch(one)
      }),
      description: deps.describe(target.context),
      stopTimer: undefined,
      saveTimer: undefined,
    }
    running.set(key, one)
    return one
  }
  return {
    use: (target) => {
      const one = running.get(targetKey(target)) ?? start(target)
      // Its time begins anew: a list that somebody waits for must not end with it.
      goOn(one)
      return one
    },
    find: (target) => running.get(targetKey(target)),
    all: () => [...running.values()],
    keepOnly: (targets) => {
      const used = new Set(targets.map(targetKey))
      for (const [key, one] of running) {
        if (used.has(key)) {
          goOn(one)
          continue
        }
        one.stopTimer ??= setTimeout(() => {
          running.delete(key)
          save(deps, key, one)
          end(one)
        }, deps.graceMs)
      }
    },
    dispose: () => {
      for (const [key, one] of running) {
        const kept = one.index.keep()
        if (isWorthKeeping(kept)) deps.files.saveNow(key, kept)
        end(one)
      }
      running.clear()
    },
  }
}

function goOn(one: Running): void {
  clearTimeout(one.stopTimer)
  one.stopTimer = undefined
}

function save({ files }: RunningDeps, key: string, one: Running): void {
  one.saveTimer = undefined
  const kept = one.index.keep()
  if (isWorthKeeping(kept)) void files.save(key, kept)
}

function end(one: Running): void {
  clearTimeout(one.stopTimer)
  clearTimeout(one.saveTimer)
  one.index.stop()
}

/** Of a cluster that was never seen whole nothing is worth keeping. */
function isWorthKeeping({ seen }: Kept): boolean {
  return seen !== null
}
