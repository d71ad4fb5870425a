import { AppFailure, appError, fail } from '@shared/errors'
import { zodWords } from '@shared/zod-words'
import { z } from 'zod'
import type { ApiClient } from '../kube/api-client'
import { httpStatusOf } from '../kube/errors'
import { listPages } from '../kube/list-pages'
import { metadataListType } from '../kube/namespaces'
import { decodePayload } from './payload'
import { readReleaseSecret, recordsPath, secretName } from './release-secrets'

export type Reader = Pick<ApiClient, 'get'>

/** One revision as the metadata of its Secret tells it: helm writes status and number into its labels. */
export interface RevisionMark {
  readonly revision: number
  readonly status: string
  /** Changes with every write: helm writes at creation, before each hook and at the end. */
  readonly resourceVersion: string
  /** When it was written last, RFC 3339 by the server's clock; helm's own label for it is wrong from the second write on. */
  readonly writtenAt: string
}

const text = z.string().max(4_096)

const itemShape = z.object({
  metadata: z.object({
    labels: z.object({ status: text, version: z.string().regex(/^\d{1,10}$/) }),
    resourceVersion: text,
    creationTimestamp: text,
    managedFields: z
      .array(z.object({ time: text.optional() }))
      .max(1_000)
      .optional(),
  }),
})

const limits = { pageSize: 500, maxPages: 20 }

/**
 * The kept revisions of a release, oldest first; none when there is no such release.
 * @throws AppFailure of the API client
 */
export async function readRevisions(
  client: Reader,
  namespace: string,
  release: string,
  signal?: AbortSignal,
): Promise<readonly RevisionMark[]> {
  const request = { accept: metadataListType, ...(signal && { signal }) }
  const ask = (path: string): Promise<unknown> => client.get(path, request)
  const query = { labelSelector: `owner=helm,name=${release}` }
  const marks: RevisionMark[] = []
  for await (const { items } of listPages(ask, recordsPath('secrets', namespace), query, limits)) {
    marks.push(...items.flatMap((item) => markOf(item) ?? []))
  }
  return marks.sort((one, other) => one.revision - other.revision)
}

/** What the metadata of a release's Secret tells; null for what is none. */
export function markOf(item: unknown): RevisionMark | null {
  const parsed = itemShape.safeParse(item)
  if (!parsed.success) return null
  const { labels, resourceVersion, creationTimestamp, managedFields = [] } = parsed.data.metadata
  const times = [creationTimestamp, ...managedFields.flatMap(({ time }) => time ?? [])]
  const writtenAt = times.sort((one, other) => Date.parse(one) - Date.parse(other)).at(-1) ?? creationTimestamp
  return { revision: Number(labels.version), status: labels.status, resourceVersion, writtenAt }
}

export function newestOf(marks: readonly RevisionMark[]): RevisionMark | undefined {
  return marks.at(-1)
}

export function isPending(status: string): boolean {
  return status.startsWith('pending-')
}

/** Whether somebody works on the release, or has left it in the middle of a change. */
export function isHalfWay(status: string): boolean {
  return isPending(status) || status === 'uninstalling'
}

const hookShape = z.object({
  name: text,
  kind: text,
  /** The template's file. */
  path: text.optional(),
  manifest: z.string(),
  events: z.array(text).max(20).nullish(),
  weight: z.int().nullish(),
  last_run: z.object({ phase: text.optional(), started_at: text.optional() }).nullish(),
})

export type Hook = z.output<typeof hookShape>

const payloadShape = z.object({
  name: text,
  version: z.int().min(1),
  manifest: z.string().optional(),
  info: z.object({
    status: text,
    description: z.string().optional(),
    /** When helm began to make this revision, and to remove the release; by the clock of helm's computer. */
    last_deployed: text.optional(),
    deleted: text.optional(),
  }),
  config: z.record(z.string(), z.unknown()).nullish(),
  hooks: z.array(hookShape).max(10_000).nullish(),
  chart: z.unknown(),
})

/** All that a revision's Secret holds, as far as changes need it; `chart` is checked where it is used. */
export type Payload = z.output<typeof payloadShape>

/**
 * One revision, whole.
 * @throws AppFailure of the API client; `revision-not-found` when it is gone; `helm-bad-output` when it cannot be read
 */
export async function readPayload(
  client: Reader,
  namespace: string,
  release: string,
  revision: number,
  signal: AbortSignal,
): Promise<Payload> {
  const secret = await readReleaseSecret(client, namespace, secretName(release, revision), signal).catch(
    (reason: unknown) => {
      throw httpStatusOf(reason) === 404 ? gone(release, revision) : reason
    },
  )
  const parsed = payloadShape.safeParse(secret === null ? null : decodePayload(secret.payload), { error: zodWords })
  if (parsed.success) return parsed.data
  return fail('helm-bad-output', `Revision ${revision} of "${release}" can't be read.`, {
    cause: "Its Secret doesn't hold what helm writes there: it is damaged, or from another tool.",
    detail: z.prettifyError(parsed.error).slice(0, 2_000),
  })
}

function gone(release: string, revision: number): AppFailure {
  return new AppFailure(
    appError('revision-not-found', `Revision ${revision} of "${release}" no longer exists.`, {
      cause: 'The history keeps a limited number of revisions, or the release was uninstalled in the meantime.',
      actions: ['retry'],
    }),
  )
}
