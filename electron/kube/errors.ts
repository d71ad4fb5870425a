import { AppFailure, appError, type AppError, type ErrorAction, type ErrorCode } from '@shared/errors'
import { fileWords, type FileFault } from '../files/file-fault'
import { apiStatusIn, type ApiStatus } from './api-status'
import { proxyStatus, proxyTrouble } from './proxy-errors'

/** Which cluster an error speaks of. */
export interface Place {
  readonly context: string
  /** The API server's address. */
  readonly server: string
  /** The proxy on the way to it, without user name and password. */
  readonly proxy?: string | undefined
}

/** Kept as the `cause` of an AppFailure that came from an answer of the API server. */
interface HttpCause {
  readonly status: number
  readonly retryAfterMs: number | undefined
  readonly api: ApiStatus | null
}

/** How long a detail may be: it is shown to a person and copied into problem reports. */
const maxDetail = 4_000

/** The HTTP status behind a failure; undefined when there was no answer. */
export function httpStatusOf(thrown: unknown): number | undefined {
  return httpCause(thrown)?.status
}

/** How long the server asks to be left alone, in milliseconds; at most a minute, whatever it says. */
export function retryAfterOf(thrown: unknown): number | undefined {
  return httpCause(thrown)?.retryAfterMs
}

/** The API server's own error object behind a failure, its reasons field by field; null when there was none. */
export function apiStatusOf(thrown: unknown): ApiStatus | null {
  return httpCause(thrown)?.api ?? null
}

function httpCause(thrown: unknown): HttpCause | undefined {
  const cause = thrown instanceof AppFailure ? thrown.cause : undefined
  return typeof cause === 'object' && cause !== null && 'status' in cause ? (cause as HttpCause) : undefined
}

/** The failure for an HTTP answer that is no success. */
export function statusFailure(place: Place, status: number, body: string, retryAfter?: string): AppFailure {
  const api = apiStatusIn(body)
  const sentence = shortened(api?.message ?? '')
  const retryAfterMs = retryAfterIn(retryAfter)
  const [code, message, cause, actions] = statusWords(place, status, sentence || httpSentence(body))
  const detail = limit(`HTTP ${status} from ${place.server}\n${sentence || body}`)
  return new AppFailure(appError(code, message, { cause, actions, detail }), {
    cause: { status, retryAfterMs, api } satisfies HttpCause,
  })
}

/** A server may mean a day; nobody waits so long for a list, and a timer of more than 24 days fires at once. */
const longestRetryAfterMs = 60_000

/** A number of seconds or a date (RFC 9110, 10.2.3); what is over, or makes no sense, counts for nothing. */
function retryAfterIn(header: string | undefined): number | undefined {
  if (header === undefined || header.trim() === '') return undefined
  const seconds = Number(header)
  const waitMs = Number.isNaN(seconds) ? Date.parse(header) - Date.now() : seconds * 1_000
  return waitMs > 0 ? Math.min(waitMs, longestRetryAfterMs) : undefined
}

type Words = readonly [ErrorCode, string, string, readonly ErrorAction[]]

const wantsHttps = 'Client sent an HTTP request to an HTTPS server'

/** What Go's web server says in plain text to somebody who speaks http with it. */
function httpSentence(body: string): string {
  return body.startsWith(wantsHttps) ? wantsHttps : ''
}

function statusWords({ context, server, proxy = '' }: Place, status: number, sentence: string): Words {
  if (status === 407) {
    const { message, cause } = proxyStatus(proxy, status)
    return ['cluster-unreachable', message, cause, reachActions]
  }
  if (sentence === wantsHttps) {
    const cause =
      'Put https:// before its address in the kubeconfig: without it, http is meant, for kubectl and helm too.'
    return ['cluster-unreachable', `${server} expects https.`, cause, reachActions]
  }
  if (status === 401) return unauthorisedWords(context)
  if (status === 403) {
    if (/User "system:anonymous"/.test(sentence)) return unauthorisedWords(context)
    return [
      'forbidden',
      'You may not do this in this cluster.',
      sentence || 'The cluster refused it.',
      ['choose-namespace'],
    ]
  }
  if (status === 429) {
    const cause = sentence || 'It is asking clients to slow down; Wheelhouse retries automatically.'
    return ['throttled', `Cluster "${context}" is too busy.`, cause, ['retry']]
  }
  if (status === 404 || status === 410) {
    return ['api-missing', "The cluster doesn't have what was requested.", sentence, ['retry', 'choose-context']]
  }
  if (status >= 300 && status < 400) return notKubernetesWords(server)
  const cause = sentence || `${server} responded with HTTP status ${status}.`
  return ['cluster-unreachable', `Cluster "${context}" can't respond right now.`, cause, ['retry', 'choose-context']]
}

function unauthorisedWords(context: string): Words {
  const cause = 'Its token or certificate is missing, wrong or expired. Sign in again, then try again.'
  return ['cluster-unauthorised', `Cluster "${context}" doesn't accept your credentials.`, cause, signInActions]
}

const reachActions: readonly ErrorAction[] = ['retry', 'choose-context', 'choose-kubeconfig']
const signInActions: readonly ErrorAction[] = ['retry', 'choose-context', 'choose-kubeconfig']

function notKubernetesWords(server: string): Words {
  const cause = 'A web page came back, as from a proxy or a sign-in page. Check the address and your network or VPN.'
  return [
    'cluster-unreachable',
    `${server} doesn't respond like a Kubernetes API server.`,
    cause,
    ['retry', 'choose-context'],
  ]
}

/** The failure for a success that holds no JSON. */
export function notKubernetesFailure(place: Place, body: string): AppFailure {
  const [code, message, cause, actions] = notKubernetesWords(place.server)
  return new AppFailure(appError(code, message, { cause, actions, detail: limit(body) }))
}

/** The failure for an answer above the size limit. */
export function tooLargeFailure(place: Place, maxBytes: number): AppFailure {
  const cause = `It was cut off after ${Math.round(maxBytes / 1024 / 1024)} MiB.`
  const message = `The response from ${place.server} is too large.`
  return new AppFailure(appError('output-too-large', message, { cause, actions: ['choose-namespace'] }))
}

/** The failure for a call that took longer than it may. */
export function timeoutFailure(place: Place, timeoutMs: number): AppFailure {
  return new AppFailure(
    appError('cluster-unreachable', `Cluster "${place.context}" isn't responding.`, {
      cause: `${place.server} sent nothing for ${timeoutMs / 1000} seconds. Check your network or VPN.`,
      actions: ['retry', 'choose-context'],
      detail: `timeout after ${timeoutMs} ms: ${place.server}`,
    }),
  )
}

/** The failure for a call that its caller no longer wants. */
export function cancelledFailure(): AppFailure {
  return new AppFailure(appError('cancelled', 'The call to the cluster was cancelled.'))
}

/** The failure for an error of the connection itself: name, network, TLS. */
export function networkFailure(place: Place, error: Error): AppFailure {
  const certificate = certificateWords(place, error)
  return new AppFailure(certificate ?? unreachable(place, error), { cause: error })
}

const networkReasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'Nothing listens at this address: the cluster is stopped, or the address is wrong.',
  ENOTFOUND: 'The name is unknown. Check the address and your network or VPN.',
  EAI_AGAIN: "The name couldn't be looked up. Check your network or VPN.",
  ECONNRESET: 'The connection was cut.',
  EPIPE: 'The connection was cut.',
  ERR_HTTP2_SESSION_ERROR: 'The connection was cut.',
  ERR_HTTP2_STREAM_ERROR: 'The connection was cut.',
  ERR_HTTP2_GOAWAY_SESSION: 'The connection was cut.',
  EHOSTUNREACH: 'There is no route to this address. Check your network or VPN.',
  ENETUNREACH: 'There is no network. Check your network or VPN.',
  ETIMEDOUT: 'Nothing responded in time. Check your network or VPN.',
  ERR_SSL_WRONG_VERSION_NUMBER: "It doesn't speak https. Is its address http://, or is a proxy in between?",
  EPROTO: "It doesn't speak https as expected. Is a proxy in between?",
}

function networkReason(code: string): string {
  if (code.startsWith('HPE_')) return "It doesn't respond like a web server. Check the address and the port."
  return networkReasons[code] ?? `The connection failed${code === '' ? '' : ` (${code})`}.`
}

function unreachable({ context, server, proxy }: Place, error: Error): AppError {
  const code = codeOf(error)
  const trouble = proxy === undefined ? undefined : proxyTrouble(proxy, error, code)
  if (trouble !== undefined) {
    return appError('cluster-unreachable', trouble.message, {
      cause: trouble.cause,
      actions: ['retry', 'choose-context'],
      detail: limit(`${server} via ${proxy ?? ''}: ${describe(error)}`),
    })
  }
  return appError('cluster-unreachable', `Can't reach cluster "${context}".`, {
    cause: `${server}: ${networkReason(code)}`,
    actions: ['retry', 'choose-context'],
    detail: limit(`${server}: ${describe(error)}`),
  })
}

/** OpenSSL's and Node's codes: nodejs.org/api/tls.html#x509-certificate-error-codes */
const certificateReasons: Readonly<Record<string, string>> = {
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "its certificate was signed by an authority that the kubeconfig doesn't name.",
  UNABLE_TO_GET_ISSUER_CERT: "its certificate was signed by an authority that the kubeconfig doesn't name.",
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: "its certificate was signed by an authority that the kubeconfig doesn't name.",
  SELF_SIGNED_CERT_IN_CHAIN: "its certificate was signed by an authority that the kubeconfig doesn't name.",
  DEPTH_ZERO_SELF_SIGNED_CERT: "its certificate is self-signed, and the kubeconfig doesn't name it.",
  CERT_SIGNATURE_FAILURE: "its certificate doesn't match the authority in the kubeconfig.",
  CERT_HAS_EXPIRED: 'its certificate has expired.',
  CERT_NOT_YET_VALID: "its certificate is not valid yet; check this computer's clock.",
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate was made for another name or address.',
}

const unfitting = "A certificate or key in the kubeconfig can't be read, or they don't match."

function certificateWords(place: Place, error: Error): AppError | undefined {
  const code = codeOf(error)
  const reason = certificateReasons[code]
  if (reason !== undefined) return certificateError(place, `It can't be trusted: ${reason}`, error)
  // The other way round: the server's TLS refuses ours, or what the kubeconfig holds is no certificate.
  if (/^ERR_SSL_(SSLV3|TLSV1|TLSV13)_ALERT_/.test(code) && /CERTIFICATE|UNKNOWN_CA|BAD_CERT/.test(code)) {
    return certificateError(place, 'It refuses the client certificate in the kubeconfig.', error)
  }
  if (/^ERR_OSSL_/.test(code)) {
    return certificateError(place, unfitting, error)
  }
  return undefined
}

function certificateError({ context, server }: Place, cause: string, error: Error): AppError {
  return appError('cluster-certificate', `Can't connect securely to cluster "${context}".`, {
    cause: `${server}: ${cause}`,
    actions: ['retry', 'choose-context', 'choose-kubeconfig'],
    detail: limit(`${server}: ${describe(error)}`),
  })
}

/** The failure for a file that the kubeconfig points to (a certificate, a key, a token). */
export function credentialFileFailure({ context }: Place, error: Error): AppFailure {
  return new AppFailure(
    appError('kubeconfig-invalid', `The credentials of "${context}" can't be read.`, {
      cause: fileReason(error),
      actions: ['retry', 'choose-context', 'choose-kubeconfig'],
      detail: limit(describe(error)),
    }),
  )
}

function fileReason(error: NodeJS.ErrnoException | FileFault): string {
  const { code = '', path } = error as NodeJS.ErrnoException
  if (code.startsWith('ERR_OSSL_')) return unfitting
  if (path === undefined) return "Its certificate, key or token can't be used."
  return `${path}: ${fileWords(error)}`
}

/** What an exec plugin did wrong. */
export interface ExecTrouble {
  readonly command: string
  readonly cause: string
  readonly stderr?: string
}

/** The failure for a program that the kubeconfig names to get credentials. */
export function execFailure({ context }: Place, { command, cause, stderr = '' }: ExecTrouble): AppFailure {
  return new AppFailure(
    appError('cluster-exec-plugin', `"${command}" gave no credentials for "${context}".`, {
      cause,
      actions: ['retry', 'choose-context'],
      detail: limit(stderr.trim() || cause),
    }),
  )
}

/** A server's sentence is one; a page of them helps nobody. */
const maxSentence = 1_000

function shortened(sentence: string): string {
  return sentence.length <= maxSentence ? sentence : `${sentence.slice(0, maxSentence)}…`
}

function codeOf(error: Error): string {
  const code: unknown = (error as NodeJS.ErrnoException).code
  if (typeof code === 'string') return code
  // Happy Eyeballs tries several addresses and reports them together.
  const first: unknown = error instanceof AggregateError ? error.errors[0] : undefined
  return first instanceof Error ? codeOf(first) : ''
}

function describe(error: Error): string {
  const code = codeOf(error)
  return code === '' || error.message.includes(code) ? error.message : `${code} ${error.message}`
}

function limit(text: string): string {
  return text.length <= maxDetail ? text : `${text.slice(0, maxDetail)}…`
}
