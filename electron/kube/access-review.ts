import type { ReleaseAccess, ReleaseStorage } from '@shared/model/release-feed'
import { z } from 'zod'
import type { ApiClient, GetRequest } from './api-client'

type Reviewer = Pick<ApiClient, 'post'>
type RecordStorage = Exclude<ReleaseStorage, 'helm'>

const verbs = ['create', 'update', 'delete', 'get', 'list'] as const
type Verb = (typeof verbs)[number]

/**
 * What helm does to its records in each change, what it cannot do without first. An install seals its record with an update:
 * without that right it ends well and leaves the release pending.
 */
const needs: Readonly<Record<keyof ReleaseAccess, readonly Verb[]>> = {
  install: ['create', 'update', 'get', 'list'],
  upgrade: ['create', 'update', 'get', 'list'],
  rollback: ['create', 'update', 'get', 'list'],
  uninstall: ['update', 'delete', 'get', 'list'],
}

const path = '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews'

const answerShape = z.looseObject({
  status: z.looseObject({
    allowed: z.boolean().optional(),
    denied: z.boolean().optional(),
    evaluationError: z.string().optional(),
  }),
})

/** `unknown`: the review could not be made. */
type Verdict = 'yes' | 'no' | 'unknown'

/**
 * Asks the cluster which changes the person may make in a namespace, as far as helm's own records go: one
 * SelfSubjectAccessReview a verb, all at once.
 * @param storage where helm keeps its records
 * @returns never rejects: a review that cannot be made counts as allowed, the cluster has the last word anyhow
 */
export async function reviewAccess(
  client: Reviewer,
  namespace: string,
  storage: RecordStorage,
  request: GetRequest = {},
): Promise<ReleaseAccess> {
  return accessOf(await askVerbs(client, namespace, storage, request), namespace, storage)
}

async function askVerbs(
  client: Reviewer,
  namespace: string,
  storage: RecordStorage,
  request: GetRequest,
): Promise<ReadonlyMap<Verb, Verdict>> {
  const asked = verbs.map(async (verb) => {
    const resourceAttributes = { namespace, verb, group: '', version: 'v1', resource: storage }
    const review = {
      apiVersion: 'authorization.k8s.io/v1',
      kind: 'SelfSubjectAccessReview',
      spec: { resourceAttributes },
    }
    const answer: unknown = await client.post(path, review, request).catch(() => null)
    return [verb, verdictOf(answer)] as const
  })
  return new Map(await Promise.all(asked))
}

function verdictOf(answer: unknown): Verdict {
  const parsed = answerShape.safeParse(answer)
  if (!parsed.success) return 'unknown'
  const { allowed = false, denied = false, evaluationError = '' } = parsed.data.status
  if (allowed) return 'yes'
  // An authorizer that could not be asked might have said yes.
  return denied || evaluationError === '' ? 'no' : 'unknown'
}

function accessOf(verdicts: ReadonlyMap<Verb, Verdict>, namespace: string, storage: RecordStorage): ReleaseAccess {
  const sentence = (change: keyof ReleaseAccess): string => {
    const missing = needs[change].find((verb) => verdicts.get(verb) === 'no')
    if (missing === undefined) return ''
    return `You may not ${missing} ${storage} in ${namespace}, and helm keeps its record of a release there.`
  }
  return {
    install: sentence('install'),
    upgrade: sentence('upgrade'),
    rollback: sentence('rollback'),
    uninstall: sentence('uninstall'),
  }
}

export interface AccessReviewsDeps {
  /** How long an answer counts. Milliseconds. */
  readonly keepMs?: number
  /** Milliseconds since 1970. */
  readonly now?: () => number
}

/** Reviews that are remembered for a minute. */
export interface AccessReviews {
  /** As `reviewAccess`; calls for the same namespace at the same time share one. */
  readonly review: (client: Reviewer, namespace: string, storage: RecordStorage) => Promise<ReleaseAccess>
}

interface Kept {
  readonly until: number
  readonly access: Promise<ReleaseAccess>
}

const defaultKeepMs = 60_000

/** Remembers reviews by client, namespace and storage; one of which a part could not be made is made anew the next time. */
export function createAccessReviews({ keepMs = defaultKeepMs, now = Date.now }: AccessReviewsDeps = {}): AccessReviews {
  // A client that is thrown away takes its answers with it.
  const byClient = new WeakMap<Reviewer, Map<string, Kept>>()
  return {
    review: (client, namespace, storage) => {
      const kept = byClient.get(client) ?? new Map<string, Kept>()
      byClient.set(client, kept)
      const key = `${storage}/${namespace}`
      const known = kept.get(key)
      if (known && known.until > now()) return known.access
      const verdicts = askVerbs(client, namespace, storage, {})
      const entry: Kept = {
        until: now() + keepMs,
        access: verdicts.then((found) => {
          if ([...found.values()].includes('unknown') && kept.get(key) === entry) kept.delete(key)
          return accessOf(found, namespace, storage)
        }),
      }
      kept.set(key, entry)
      return entry.access
    },
  }
}
