import { readFileSync } from 'node:fs'
import { Agent, request } from 'node:https'
import { parseJson } from './json.mjs'

/**
 * @typedef {object} KubeClient
 * @property {string} url
 * @property {(method: string, path: string, body?: unknown, options?: RequestOptions) => Promise<Answer>} send
 *   rejects only when there is no answer at all
 * @property {<T>(method: string, path: string, body?: unknown, options?: RequestOptions) => Promise<T>} call
 *   the parsed body, as what the caller declares it to be; rejects with an Error that names the request when the status is not 2xx
 * @property {() => void} close ends the kept connections
 */
/** @typedef {{ status: number, body: string }} Answer */
/** @typedef {{ contentType?: string, accept?: string, timeoutMs?: number }} RequestOptions */

/**
 * A small client for the control planes of this folder: their kubeconfig is JSON (see kubeconfig.mjs) with all
 * credentials inside.
 * @param {string} kubeconfigPath
 * @param {{ sockets?: number, context?: string }} [options] sockets: how many requests at a time, the rest queue
 * @returns {KubeClient}
 */
export function connect(kubeconfigPath, { sockets = 16, context } = {}) {
  const { url, ca, cert, key, token } = credentials(kubeconfigPath, context)
  const agent = new Agent({ keepAlive: true, maxSockets: sockets, ca, cert, key })
  const headers = token ? { authorization: `Bearer ${token}` } : {}
  /** @type {KubeClient['send']} */
  const send = (method, path, body, options = {}) => exchange(agent, headers, method, `${url}${path}`, body, options)
  return {
    url,
    send,
    call: async (method, path, body, options) => {
      const answer = await send(method, path, body, options)
      if (answer.status >= 200 && answer.status < 300) return parseJson(answer.body)
      throw new Error(
        `${method} ${path}: the API server answered ${String(answer.status)}: ${answer.body.slice(0, 400)}`,
      )
    },
    close: () => agent.destroy(),
  }
}

/** @param {string} path @param {string | undefined} context */
function credentials(path, context) {
  /** @type {import('./kubeconfig.mjs').Kubeconfig} */
  const config = parseJson(readFileSync(path, 'utf8'))
  const wanted = context ?? config['current-context']
  const entry = config.contexts.find(({ name }) => name === wanted)?.context
  const cluster = config.clusters.find(({ name }) => name === entry?.cluster)?.cluster
  const user = config.users.find(({ name }) => name === entry?.user)?.user
  if (!cluster || !user) throw new Error(`context "${wanted}" is not complete in ${path}`)
  return {
    url: cluster.server,
    ca: decode(cluster['certificate-authority-data']),
    cert: decode(user['client-certificate-data']),
    key: decode(user['client-key-data']),
    token: user.token,
  }
}

/** @param {string | undefined} base64 */
function decode(base64) {
  return base64 === undefined ? undefined : Buffer.from(base64, 'base64')
}

/**
 * @param {Agent} agent @param {Record<string, string>} headers @param {string} method @param {string} url
 * @param {unknown} body @param {RequestOptions} options
 * @returns {Promise<Answer>}
 */
function exchange(agent, headers, method, url, body, { contentType, accept, timeoutMs = 30_000 }) {
  const payload = body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body)
  return new Promise((resolve, reject) => {
    const outgoing = request(url, {
      method,
      agent,
      signal: AbortSignal.timeout(timeoutMs),
      headers: {
        accept: accept ?? 'application/json',
        ...headers,
        ...(payload !== undefined && {
          'content-type': contentType ?? 'application/json',
          'content-length': Buffer.byteLength(payload),
        }),
      },
    })
    outgoing.once('error', reject)
    outgoing.once('response', (response) => {
      /** @type {Buffer[]} */
      const chunks = []
      response.on('data', (/** @type {Buffer} */ chunk) => chunks.push(chunk))
      response.once('error', reject)
      response.once('end', () =>
        resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString('utf8') }),
      )
    })
    outgoing.end(payload)
  })
}
