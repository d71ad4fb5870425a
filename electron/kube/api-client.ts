import type { AppFailure } from '@shared/errors'
import { execCredential, makeAccess, readEntries, type Access, type ContextEntries } from './credentials'
import { cancelledFailure, execFailure, httpStatusOf, timeoutFailure, type Place } from './errors'
import type { ExecCredential } from './exec-plugin'
import { getJson } from './http-get'
import type { ClusterTarget } from './target'
import { fileStamp } from './watch-files'

export interface GetRequest {
  /** Media types; JSON by default. */
  readonly accept?: string
  /** For the whole call, credentials included. Milliseconds. */
  readonly timeoutMs?: number
  readonly signal?: AbortSignal
}

/** Reads from one cluster as one user. */
export interface ApiClient {
  /**
   * One GET.
   * @param path from the server's root, with its query: `/api/v1/namespaces?limit=500`
   * @returns the parsed JSON, not yet checked
   * @throws AppFailure with a `cluster-*` code, `forbidden`, `throttled`, `context-missing`, `kubeconfig-invalid`,
   *   `api-missing` (404), `output-too-large` or `cancelled`
   */
  readonly get: (path: string, request?: GetRequest) => Promise<unknown>
  /** Ends its plugin and closes its idle connections. */
  readonly dispose: () => void
}

export interface ApiClientDeps {
  /** The person's environment: exec plugins and proxies need it. */
  readonly env: Readonly<Record<string, string | undefined>>
  /** Unpacked size of one answer. */
  readonly maxBytes?: number
}

const defaultTimeoutMs = 15_000
const defaultMaxBytes = 64 * 1024 * 1024

/** A client that follows its kubeconfig: files are read again when they changed, credentials when they end. */
export function createApiClient(target: ClusterTarget, deps: ApiClientDeps): ApiClient {
  const access = createAccess(target, deps)
  const maxBytes = deps.maxBytes ?? defaultMaxBytes

  const attempt = async (
    path: string,
    request: GetRequest,
    signal: AbortSignal,
    timeoutMs: number,
  ): Promise<unknown> => {
    const current = await access.get()
    return getJson(current, path, { accept: request.accept ?? 'application/json', maxBytes, timeoutMs, signal })
  }
  return {
    get: (path, request = {}) => {
      const timeoutMs = request.timeoutMs ?? defaultTimeoutMs
      return bounded(timeoutMs, request.signal, access.late, async (signal) => {
        try {
          return await attempt(path, request, signal, timeoutMs)
        } catch (error) {
          // A token may end before its time: new credentials once, as client-go does.
          if (httpStatusOf(error) !== 401 || !access.renew()) throw error
          return attempt(path, request, signal, timeoutMs)
        }
      })
    },
    dispose: access.dispose,
  }
}

/** Runs one call against the clock and the caller's signal; both end it at once, whatever it is waiting for. */
async function bounded(
  timeoutMs: number,
  outer: AbortSignal | undefined,
  late: (timeoutMs: number) => AppFailure,
  call: (signal: AbortSignal) => Promise<unknown>,
): Promise<unknown> {
  if (outer?.aborted) throw cancelledFailure()
  const inner = new AbortController()
  let timer: NodeJS.Timeout | undefined
  let onAbort: (() => void) | undefined
  const ended = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(late(timeoutMs)), timeoutMs)
    onAbort = () => reject(cancelledFailure())
    outer?.addEventListener('abort', onAbort, { once: true })
  })
  try {
    return await Promise.race([call(inner.signal), ended])
  } finally {
    clearTimeout(timer)
    if (onAbort) outer?.removeEventListener('abort', onAbort)
    inner.abort()
  }
}

interface AccessSource {
  readonly get: () => Promise<Access>
  /** Forgets credentials that the server refused; false when new ones would be the same. */
  readonly renew: () => boolean
  /** The failure for a call that ran out of time: it knows what the call was waiting for. */
  readonly late: (timeoutMs: number) => AppFailure
  readonly dispose: () => void
}

/** One run of the exec plugin, shared by all calls that wait for it. */
interface PluginRun {
  readonly credential: Promise<ExecCredential>
  readonly end: AbortController
  running: boolean
}

function startPlugin(entries: ContextEntries, env: ApiClientDeps['env']): PluginRun {
  const end = new AbortController()
  const credential = execCredential(entries, env, end.signal)
  const run: PluginRun = { credential, end, running: Boolean(entries.user.exec) }
  const settle = (): void => void (run.running = false)
  credential.then(settle, settle)
  return run
}

function createAccess(target: ClusterTarget, { env }: ApiClientDeps): AccessSource {
  let stamp = ''
  let entries: ContextEntries | undefined
  let plugin: PluginRun | undefined
  let making: Promise<Access> | undefined
  let made: Access | undefined

  const make = async (): Promise<Access> => {
    entries ??= await readEntries(target)
    plugin ??= startPlugin(entries, env)
    const next = await makeAccess(entries, await plugin.credential, env)
    made = keepAgent(made, next)
    return made
  }
  const forget = (): void => {
    plugin?.end.abort()
    plugin = undefined
    making = undefined
  }
  const start = (): Promise<Access> => {
    const attempt = make()
    // Not kept when it fails: what was wrong may be put right.
    attempt.catch(() => {
      if (making === attempt) forget()
    })
    return attempt
  }
  return {
    get: async () => {
      const now = await fileStamp(target.kubeconfigFiles)
      if (now !== stamp) {
        stamp = now
        entries = undefined
        forget()
      } else if (made && made.goodUntil <= Date.now() && !plugin?.running) forget()
      making ??= start()
      return making
    },
    renew: () => {
      const renewable = Boolean(entries?.user.exec ?? entries?.user.tokenFile ?? entries?.user['auth-provider'])
      if (renewable && !plugin?.running) forget()
      return renewable
    },
    late: (timeoutMs) => lateFailure(target, entries, plugin?.running === true, timeoutMs),
    dispose: () => {
      forget()
      made?.agent.destroy()
    },
  }
}

/** Equal certificates keep their open connections. */
function keepAgent(old: Access | undefined, next: Access): Access {
  if (old?.agentKey === next.agentKey) return { ...next, agent: old.agent }
  // Calls under way finish on the old one; nothing stays open after them.
  if (old) {
    Object.assign(old.agent, { keepAlive: false })
    for (const sockets of Object.values(old.agent.freeSockets)) sockets?.forEach((socket) => socket.destroy())
  }
  return next
}

function lateFailure(
  target: ClusterTarget,
  entries: ContextEntries | undefined,
  pluginRuns: boolean,
  timeoutMs: number,
): AppFailure {
  const place: Place = entries?.place ?? { context: target.context, server: 'The cluster' }
  if (!pluginRuns) return timeoutFailure(place, timeoutMs)
  return execFailure(place, {
    command: entries?.user.exec?.command ?? '',
    cause: `It has not answered for ${timeoutMs / 1000} seconds; it may be waiting for you to sign in, in the browser.`,
  })
}

/** Clients by target: one for each, kept until the pool is disposed. */
export interface ApiClientPool {
  readonly clientFor: (target: ClusterTarget) => ApiClient
  readonly dispose: () => void
}

/** More contexts than anybody works with at a time; the one used longest ago makes room. */
const maxClients = 16

/** Makes clients once and shares them, so that connections and credentials are reused. */
export function createApiClientPool(deps: ApiClientDeps): ApiClientPool {
  const clients = new Map<string, ApiClient>()
  return {
    clientFor: (target) => {
      const key = targetKey(target)
      const client = clients.get(key) ?? createApiClient(target, deps)
      // Set anew: a Map remembers the order of insertion, so the first is the oldest.
      clients.delete(key)
      clients.set(key, client)
      const oldest = clients.size > maxClients ? clients.keys().next().value : undefined
      if (oldest !== undefined) {
        clients.get(oldest)?.dispose()
        clients.delete(oldest)
      }
      return client
    },
    dispose: () => {
      for (const client of clients.values()) client.dispose()
      clients.clear()
    },
  }
}

/** The same for the same cluster seen by the same user. */
export function targetKey(target: ClusterTarget): string {
  return JSON.stringify([target.context, target.kubeconfigFiles])
}
