import { toAppError } from '@shared/errors'
import type { ConnectionState } from '@shared/model/cluster'
import { z } from 'zod'
import type { ApiClient, GetRequest } from './api-client'
import { httpStatusOf } from './errors'
import { expectAnswer } from './expect-answer'

const versionSchema = z.looseObject({ gitVersion: z.string().max(200) })
/** Of `/api`, whoever may see it. */
const versionsSchema = z.looseObject({ kind: z.literal('APIVersions') })

/**
 * Asks a cluster how it is. `/version` is open to everybody, so a second question, which anonymous callers are refused,
 * shows whether the credentials are good. Somebody who may do nothing at all is still connected.
 * @returns never rejects because of the cluster: the answer says what is wrong
 */
export async function checkConnection(
  client: Pick<ApiClient, 'get'>,
  context: string,
  request: GetRequest = {},
): Promise<ConnectionState> {
  try {
    const [version] = await Promise.all([readVersion(client, request), assertAuthenticated(client, request)])
    return { state: 'connected', context, version, checkedAt: new Date().toISOString() }
  } catch (error) {
    return { state: 'failed', context, error: toAppError(error), checkedAt: new Date().toISOString() }
  }
}

/**
 * Kubernetes' version; '' where the cluster keeps it to itself.
 * @throws AppFailure of the API client; `cluster-failed` for an answer that holds none
 */
export async function readVersion(client: Pick<ApiClient, 'get'>, request: GetRequest): Promise<string> {
  try {
    return expectAnswer(versionSchema, await client.get('/version', request), "Kubernetes' version").gitVersion
  } catch (error) {
    // Hardened clusters keep their version to themselves.
    if (isRefused(error)) return ''
    throw error
  }
}

async function assertAuthenticated(client: Pick<ApiClient, 'get'>, request: GetRequest): Promise<void> {
  try {
    expectAnswer(versionsSchema, await client.get('/api', request), 'the API versions')
  } catch (error) {
    if (!isRefused(error)) throw error
  }
}

/** 403 for a known user; the anonymous one's 403 is `cluster-unauthorised` by then (errors.ts). */
function isRefused(error: unknown): boolean {
  return httpStatusOf(error) === 403 && toAppError(error).code === 'forbidden'
}
