import { eachLimited } from '@shared/each-limited'
import type { PlainObject } from '../../records/manifest'
import { objectKey } from '../sides/object-key'
import { askGone, askNext, type AskDeps } from './ask-object'
import type { Asked } from './asked'

/** What the cluster said, by `objectKey`. */
export interface ClusterAnswers {
  /** Of what helm sends. */
  readonly next: ReadonlyMap<string, Asked>
  /** Of what goes. */
  readonly gone: ReadonlyMap<string, Asked>
}

export interface AskedSides {
  readonly next: readonly PlainObject[]
  readonly old: readonly PlainObject[]
}

/** 60 objects take 150 to 200 ms so, and the API server hardly notices. */
const atOnce = 8

/**
 * Asks the cluster about every object of a change.
 * @param onProgress told after each object
 * @throws AppFailure `cancelled`
 */
export async function askCluster(
  deps: AskDeps,
  { next, old }: AskedSides,
  onProgress: (done: number, total: number) => void,
): Promise<ClusterAnswers> {
  const oldByKey = new Map(old.map((object) => [objectKey(object, deps.namespace), object]))
  const nextByKey = new Map(next.map((object) => [objectKey(object, deps.namespace), object]))
  const going = [...oldByKey].filter(([key]) => !nextByKey.has(key))
  const answers = { next: new Map<string, Asked>(), gone: new Map<string, Asked>() }
  const total = nextByKey.size + going.length
  const jobs = [
    ...[...nextByKey].map(([key, object]) => async () => {
      answers.next.set(key, await askNext(deps, { next: object, old: oldByKey.get(key) ?? null }))
    }),
    ...going.map(([key, object]) => async () => {
      answers.gone.set(key, await askGone(deps, object))
    }),
  ]
  const failures: unknown[] = []
  let done = 0
  onProgress(done, total)
  await eachLimited(jobs, atOnce, async (job) => {
    if (failures.length > 0) return
    await job().catch((reason: unknown) => failures.push(reason))
    onProgress((done += 1), total)
  })
  if (failures.length > 0) throw failures[0]
  return answers
}
