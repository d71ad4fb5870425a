import { createAccessSource, withAccess, type AccessSource } from './access-source'
import { bounded } from './bounded'
import { AppFailure } from '@shared/errors'
import { clusterChanged } from './kubeconfig-state'
import { createHttp2Links, defaultLinkTiming, type Http2Links, type LinkTiming } from './http2-links'
import type { Access } from './credentials'
import { callJson, type JsonAnswer, type SentAnswer } from './http-json'
import { openStream, type ApiStream, type StreamRequest } from './stream'
import type { ClusterTarget } from './target'

export type { ApiStream, StreamRequest } from './stream'

export interface GetRequest {
  /** Media types; JSON by default. */
  readonly accept?: string
  /** For the whole call, credentials included. Milliseconds. */
  readonly timeoutMs?: number
  readonly signal?: AbortSignal
  /** Asked only while the context means this cluster and user (`KubeContext.identity`); else `cluster-changed`. */
  readonly identity?: string
}

export interface SendRequest extends GetRequest {
  /** The body's media type, where JSON has several: `application/merge-patch+json`. `application/json` by default. */
  readonly contentType?: string
}

export type SendMethod = 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** Speaks to one cluster as one user. */
export interface ApiClient {
  /**
   * One GET.
   * @param path from the server's root, with its query: `/api/v1/namespaces?limit=500`
   * @returns the parsed JSON, not yet checked
   * @throws AppFailure with a `cluster-*` code, `forbidden`, `throttled`, `context-missing`, `kubeconfig-invalid`,
   *   `api-missing` (404), `output-too-large` or `cancelled`
   */
  readonly get: (path: string, request?: GetRequest) => Promise<unknown>
  /** As `get`, with the server's clock: `date` in milliseconds since 1970, null when it did not tell. */
  readonly read: (path: string, request?: GetRequest) => Promise<JsonAnswer>
  /**
   * One POST of JSON; every 2xx is an answer.
   * @throws AppFailure as `get`
   */
  readonly post: (path: string, body: unknown, request?: GetRequest) => Promise<unknown>
  /**
   * One request that changes something; every 2xx is an answer. It is never sent twice: what became of one that was cut off has
   * to be looked at.
   * @param body sent as JSON
   * @throws AppFailure as `get`; `httpStatusOf` tells 409 (a precondition does not hold) and 404
   */
  readonly send: (method: SendMethod, path: string, body?: unknown, request?: SendRequest) => Promise<unknown>
  /** As `send`, with what the server warns of: deprecated versions, fields that it doesn't know. */
  readonly sendRead: (method: SendMethod, path: string, body?: unknown, request?: SendRequest) => Promise<SentAnswer>
  /**
   * A GET whose answer is read piece by piece; resolves when the headers say 200. Over HTTP/2 where the server speaks it.
   * @throws AppFailure as `get`, with the words of an error answer's first 64 KiB
   */
  readonly stream: (path: string, request: StreamRequest) => Promise<ApiStream>
  /**
   * Whether the open HTTP/2 links answer within `timeoutMs`; those that do not are cut, which fails their streams. True when
   * there is none.
   */
  readonly ping: (timeoutMs: number) => Promise<boolean>
  /** Ends its plugin and its streams, and closes its connections. */
  readonly dispose: () => void
}

export interface ApiClientDeps {
  /** The person's environment: exec plugins and proxies need it. */
  readonly env: Readonly<Record<string, string | undefined>>
  /** Unpacked size of one answer. */
  readonly maxBytes?: number
  readonly linkTiming?: Partial<LinkTiming>
}

interface Sent {
  readonly method?: SendMethod
  readonly body?: unknown
}

const defaultTimeoutMs = 15_000
const defaultHeadersTimeoutMs = 30_000
/** Parsing it takes a tenth of a second. An object has at most 1.5 MiB; of a list smaller pages are asked for. */
const defaultMaxBytes = 8 * 1024 * 1024

/** A client that follows its kubeconfig: files are read again when they changed, credentials when they end. */
export function createApiClient(target: ClusterTarget, deps: ApiClientDeps): ApiClient {
  const access = createAccessSource(target, deps.env)
  const links = createHttp2Links({ ...defaultLinkTiming, ...deps.linkTiming })
  const maxBytes = deps.maxBytes ?? defaultMaxBytes
  let ending = new AbortController()

  const call = (path: string, request: SendRequest, sent: Sent = {}): Promise<SentAnswer> => {
    const { accept = 'application/json', contentType, timeoutMs = defaultTimeoutMs } = request
    return bounded({ timeoutMs, signal: request.signal, late: access.late }, (signal) =>
      withAccess(sameIdentity(access, target, request.identity), (current) =>
        callJson(current, path, { accept, contentType, maxBytes, timeoutMs, signal, ...sent }),
      ),
    )
  }
  return {
    get: async (path, request = {}) => (await call(path, request)).value,
    read: (path, request = {}) => call(path, request),
    post: async (path, body, request = {}) => (await call(path, request, { body })).value,
    send: async (method, path, body, request = {}) => (await call(path, request, { method, body })).value,
    sendRead: (method, path, body, request = {}) => call(path, request, { method, body }),
    stream: (path, request) =>
      stream(sameIdentity(access, target, request.identity), links, path, request, ending.signal),
    ping: links.ping,
    dispose: () => {
      ending.abort()
      ending = new AbortController()
      links.dispose()
      access.dispose()
    },
  }
}

/** The access, refused when it leads to another cluster or user than this; any will do where none is named. */
function sameIdentity(access: AccessSource, { context }: ClusterTarget, identity: string | undefined): AccessSource {
  if (identity === undefined) return access
  const get = async (): Promise<Access> => {
    const current = await access.get()
    if (current.identity !== identity) throw new AppFailure(clusterChanged(context, null))
    return current
  }
  return { ...access, get }
}

function stream(
  access: AccessSource,
  links: Http2Links,
  path: string,
  request: StreamRequest,
  ending: AbortSignal,
): Promise<ApiStream> {
  const { accept, kind, headersTimeoutMs: timeoutMs = defaultHeadersTimeoutMs } = request
  return bounded({ timeoutMs, signal: request.signal, late: access.late }, (signal) => {
    const options = { path, accept, kind, signal, timeoutMs, streamSignals: [request.signal, ending] }
    return withAccess(access, (current) => openStream(links, current, options))
  })
}

/** Clients by target: one for each, kept until the pool is disposed. */
export interface ApiClientPool {
  readonly clientFor: (target: ClusterTarget) => ApiClient
  readonly dispose: () => void
}

/**
 * More contexts than anybody works with at a time; the one used longest ago makes room. An index holds on to its client, and
 * 64 contexts may be followed.
 */
const maxClients = 96

/** Makes clients once and shares them, so that connections and credentials are reused. */
export function createApiClientPool(deps: ApiClientDeps): ApiClientPool {
  const clients = new Map<string, ApiClient>()
  return {
    clientFor: (target) => {
      const key = clientKey(target)
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

/** The same for the same cluster seen with the same credentials: a pinned target has a client, and answers, of its own. */
export function clientKey(target: ClusterTarget): string {
  return `${targetKey(target)}${target.pin?.key ?? ''}`
}
