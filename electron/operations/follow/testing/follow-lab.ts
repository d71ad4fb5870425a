import { mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { vi } from 'vitest'
import type { ObjectProgress, OperationVerb } from '@shared/model/operation'
import { realHelm, targetOf, type RealHelm } from '../../../helm/testing/real-helm'
import { createApiClientPool, type ApiClient } from '../../../kube/api-client'
import { followChange, type Follower, type FollowOptions, type FollowResult } from '../follow'
import { readPayload, readRevisions } from '../../../records/read-record'
import { newestOf } from '../../../records/revision-mark'

export interface FollowLabOptions {
  readonly helmPath: string
  readonly kubeconfig: string
  readonly context: string
  readonly major: 3 | 4
}

/** A change made by a helm that nobody of ours has started, and all that was told of it. */
export interface FollowedChange {
  readonly follower: Follower
  /** Whether helm has ended well. */
  readonly end: Promise<boolean>
  /** Every state that was told, in order. */
  readonly told: readonly (readonly ObjectProgress[])[]
  readonly counts: readonly (readonly [ready: number, total: number])[]
  readonly untils: readonly (string | null)[]
  readonly blind: () => readonly string[]
  readonly stored: () => number
  /** The newest word on an object. @param name `Kind/name`, or its name */
  readonly object: (name: string) => ObjectProgress | undefined
  /** Waits until the newest word on an object fits. */
  readonly until: (name: string, fits: (object: ObjectProgress) => boolean) => Promise<ObjectProgress>
  /** Waits for helm and for the last look. */
  readonly finish: () => Promise<FollowResult>
}

export interface FollowLab {
  readonly dir: string
  readonly helm: RealHelm
  readonly client: ApiClient
  /**
   * Starts helm by hand and follows it.
   * @param rest helm's arguments behind verb and release
   */
  readonly change: (
    verb: OperationVerb,
    place: { readonly namespace: string; readonly name: string },
    rest: readonly string[],
    more?: Partial<FollowOptions>,
  ) => Promise<FollowedChange>
  readonly dispose: () => Promise<void>
}

/** helm by hand on a real cluster, and the follower beside it as a change of the app has it. */
export function openFollowLab({ helmPath, kubeconfig, context, major }: FollowLabOptions): FollowLab {
  const dir = mkdtempSync(join(tmpdir(), 'wheelhouse-follow-'))
  const helm = realHelm(helmPath, kubeconfig)
  const clients = createApiClientPool({ env: process.env })
  const client = clients.clientFor(targetOf(kubeconfig, context))
  const followers: Follower[] = []
  return {
    dir,
    helm,
    client,
    change: async (verb, { namespace, name }, rest, more = {}) => {
      const newest = newestOf(await readRevisions(client, namespace, name))
      const isNew = verb !== 'uninstall' && verb !== 'test'
      const revision = (newest?.revision ?? 0) + (isNew ? 1 : 0)
      const going = verb === 'uninstall' ? await readPayload(client, namespace, name, revision, never()) : null
      const options = { client, namespace, name, verb, revision, going, waitsForAddresses: major === 3 }
      const change = record({ ...options, timeoutSeconds: 60, ...more }, () =>
        helm.byHand(verb, name, ...rest, '-n', namespace).then(
          () => true,
          () => false,
        ),
      )
      followers.push(change.follower)
      return change
    },
    dispose: async () => {
      for (const follower of followers) follower.stop()
      clients.dispose()
      await helm.dispose()
      await rm(dir, { recursive: true, force: true })
    },
  }
}

function never(): AbortSignal {
  return new AbortController().signal
}

function record(
  options: Omit<FollowOptions, 'onStored' | 'onObjects' | 'onCounted'>,
  start: () => Promise<boolean>,
): FollowedChange {
  const told: (readonly ObjectProgress[])[] = []
  const counts: (readonly [number, number])[] = []
  const untils: (string | null)[] = []
  let blind: readonly string[] = []
  let stored = 0
  const follower = followChange({
    ...options,
    onStored: () => stored++,
    onObjects: (objects) => void told.push(objects),
    onCounted: (ready, total) => void counts.push([ready, total]),
    onWaitsUntil: (until) => void untils.push(until),
    onBlind: (sentences) => (blind = sentences),
  })
  const end = start()
  const object: FollowedChange['object'] = (wanted) =>
    told.at(-1)?.find(({ kind, name }) => wanted === name || wanted === `${kind}/${name}`)
  return {
    follower,
    end,
    told,
    counts,
    untils,
    blind: () => blind,
    stored: () => stored,
    object,
    until: (name, fits) =>
      vi.waitFor(
        () => {
          const now = object(name)
          if (now !== undefined && fits(now)) return now
          throw new Error(`${name} is ${JSON.stringify(now)}`)
        },
        { timeout: 40_000, interval: 20 },
      ),
    finish: async () => {
      await end
      return follower.finish()
    },
  }
}
