import { z } from 'zod'
import { errorActions, errorCodes } from '@shared/errors'
import type { ObjectProgress, Operation } from '@shared/model/operation'
import { repairActions } from '@shared/model/repair'

/*
 * What stands in the journal. It is read again by later versions of the app, and may have been changed by anybody: nothing
 * of it is believed before it has passed here.
 */

const word = z.string().max(1_024)
const sentence = z.string().max(64 * 1_024)
const time = z.string().max(40)

const error = z.object({
  code: z.enum(errorCodes).catch('internal'),
  message: sentence,
  cause: sentence,
  actions: z.array(z.enum(errorActions)).catch([]),
  detail: z.string().max(256 * 1_024),
})

const status = z.discriminatedUnion('phase', [
  z.object({ phase: z.literal('starting') }),
  z.object({ phase: z.literal('applying') }),
  z.object({ phase: z.literal('waiting'), ready: z.int().min(0), total: z.int().min(0) }),
  z.object({ phase: z.literal('cancelling') }),
  z.object({ phase: z.literal('done') }),
  z.object({ phase: z.literal('failed'), error }),
  z.object({ phase: z.literal('cancelled'), releaseStatus: word }),
  z.object({ phase: z.literal('stuck'), releaseStatus: word }),
])

const request = z.object({
  chart: word.exactOptional(),
  version: word.exactOptional(),
  revision: z.int().min(1).exactOptional(),
  timeoutSeconds: z.int().min(0).exactOptional(),
  rollsBack: z.literal(true).exactOptional(),
  values: z.enum(['in-revision', 'none']).exactOptional(),
})

/** What is on disk from earlier versions calls a release's name `releaseName`. */
export function withName(kept: unknown): unknown {
  if (typeof kept !== 'object' || kept === null || !('releaseName' in kept)) return kept
  const { releaseName: name, ...rest } = kept
  return { name, ...rest }
}

const operationShape = z.object({
  id: z.uuid(),
  verb: z.enum(['install', 'upgrade', 'rollback', 'uninstall', 'test', 'repair']),
  name: word,
  namespace: word,
  context: word,
  command: z.array(z.string().max(16 * 1_024)).max(1_000),
  startedAt: time,
  endedAt: time.nullable(),
  status,
  request: request.exactOptional(),
  revision: z.int().min(0).exactOptional(),
  blind: z.array(sentence).max(1_000).exactOptional(),
  remains: z.array(sentence).max(1_000).exactOptional(),
  unattended: z.literal(true).exactOptional(),
  recovered: z.literal(true).exactOptional(),
  repair: z.enum(repairActions).exactOptional(),
  backupId: word.exactOptional(),
  planId: z.uuid().exactOptional(),
})
const operation = z.preprocess(withName, operationShape)

const target = z.object({
  context: word,
  kubeconfigFiles: z.array(z.string().max(8_192)).max(100),
  helmEnv: z.record(z.string().max(200), z.string().max(8_192)),
})

/** Which cluster it is: its address, and the uid of its kube-system namespace; '' where that may not be read. */
const cluster = z.object({ server: z.string().max(1_024), uid: z.string().max(128) })
export type ClusterMark = z.output<typeof cluster>

/** An operation as the journal keeps it: its objects and helm's output stand in a line of their own. */
export type KeptOperation = Omit<Operation, 'objects' | 'waitsUntil' | 'foreign' | 'lastSign'>

/** As it came, without values: to be asked for again. */
const asked = z.record(z.string().max(100), z.unknown())

/** Who did the work: helm's process, to be found again. */
const helm = z.object({ pid: z.int().min(1), startTime: z.string().max(40).nullable() })
export type HelmMark = z.output<typeof helm>

export const records = z.discriminatedUnion('is', [
  z.object({
    is: z.literal('begin'),
    operation,
    /** Which release of which cluster it holds. */
    key: z.string().max(32 * 1_024),
    target,
    cluster: cluster.exactOptional(),
    request: asked.exactOptional(),
    helm: helm.exactOptional(),
  }),
  z.object({ is: z.literal('helm'), id: z.uuid(), helm }),
  z.object({ is: z.literal('state'), operation }),
])

const replicas = z.object({ ready: z.int(), wanted: z.int() })
const podState = z.enum(['ready', 'waiting', 'failing', 'ended'])
const pod = z.object({
  name: word,
  namespace: word,
  state: podState,
  reason: sentence,
  container: word,
  restarts: z.int(),
})
const hook = z.object({
  events: z.array(word),
  weight: z.int(),
  phase: z.enum(['', 'Running', 'Succeeded', 'Failed']),
})

const object = z.object({
  kind: word,
  name: word,
  namespace: word,
  state: z.enum(['ready', 'waiting', 'failing', 'gone']),
  reason: sentence,
  replicas: replicas.exactOptional(),
  event: sentence.exactOptional(),
  pods: z.array(pod).max(100).exactOptional(),
  hook: hook.exactOptional(),
  hidden: z.literal(true).exactOptional(),
  refused: z.literal(true).exactOptional(),
})

/** The line behind an operation's end that is only read when somebody asks for it. `is` and `id` stand first. */
export const detailRecord = z.object({
  is: z.literal('detail'),
  id: z.uuid(),
  objects: z.array(object).max(1_000),
  output: z.string().max(1_024 * 1_024),
})

export interface Detail {
  readonly objects: readonly ObjectProgress[]
  readonly output: string
}

export type JournalRecord = z.output<typeof records>
export type BeginRecord = Extract<JournalRecord, { is: 'begin' }>

/** How the JSON of a detail begins: it is recognized by this without being parsed. */
export const detailStart = /^\{"is":"detail","id":"([0-9a-f-]{36})"/
