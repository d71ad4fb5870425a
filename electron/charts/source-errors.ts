import { AppFailure, appError, type AppError, type ErrorCode } from '@shared/errors'
import type { ErrorPattern } from '../helm/error-pattern'
import type { FoundFault } from './index-model'
import { faultWords, saidOfIndex } from './index-words'

/** One way a repository, a registry or a chart fails. What the person can do is always the same: try again. */
type SourcePattern = Omit<ErrorPattern, 'actions'>

/**
 * helm wraps every failure to reach a source into the same sentence; what stands inside tells them apart. In the order
 * to look: an answer of the server first, then the connection, then the content.
 */
const patterns: readonly SourcePattern[] = [
  row(
    /larger than the maximum (file )?size|exceeds the maximum|too large/,
    'chart-invalid',
    'The chart is too large.',
    "It exceeds helm's own limit: 100 MiB unpacked, 5 MiB for one file.",
  ),
  row(
    /401 unauthorized|basic credential not found|status code 401|unauthorized: /,
    'registry-unauthorised',
    'The source requires a sign-in, or rejected yours.',
    'Check the user name and the password (401).',
  ),
  row(
    /403 forbidden|status code 403|denied: /,
    'registry-unauthorised',
    'The source denied access.',
    "It accepts your credentials but doesn't allow this (403). Ask whoever runs it.",
  ),
  row(
    /no such host|server misbehaving/,
    'repository-unreachable',
    'The source was not found on the network.',
    'No host has this name. Check the address, and the VPN if it needs one.',
  ),
  row(
    /x509|tls: |certificate|gave http response to https client/,
    'repository-unreachable',
    'The connection to the source is not trusted.',
    "Its certificate is not valid for this address, has expired, or comes from an authority that this computer doesn't know.",
  ),
  row(
    /connection refused|no route to host|network is unreachable|connection reset|i\/o timeout|deadline exceeded|timeout exceeded|\bEOF\b|proxyconnect/,
    'repository-unreachable',
    "The source doesn't respond.",
    "It may be down, or this computer can't reach it. Check the address, the network and the proxy.",
  ),
  row(
    /"FetchReference" on source: \S+: not found|manifest unknown|name unknown|repository name not known/,
    'chart-not-found',
    'The chart or this version of it was not found.',
    'The registry has no chart under this reference. Check its spelling and the version.',
  ),
  row(
    /failed to fetch \S+ : 404|404 not found/,
    'repository-unreachable',
    'Nothing was found at this address.',
    'The server reports no index or chart there (404). Check the address.',
  ),
  row(
    /(?:failed to fetch \S+ : |status code )(5\d\d)/,
    'repository-unreachable',
    'The source itself has a problem.',
    'Its server responds with an error. Try again later.',
  ),
  row(
    /chart\.yaml file is missing|validation: chart\.metadata|chart metadata|gzip: |does not appear to be a gzipped archive|no files found|invalid tar|unexpected eof/,
    'chart-invalid',
    'This is not a chart that helm can read.',
    'One of its files is missing or damaged; the details name it.',
  ),
]

/**
 * The failure of a helm call about repositories, registries or charts, in words about the source: to helm's text alone
 * a repository that is down looks like a cluster that is down.
 */
export function sourceFailure(reason: unknown): unknown {
  if (!(reason instanceof AppFailure)) return reason
  const { detail } = reason.error
  // First of all: what an index holds may read like any other trouble.
  const fault = isAboutIndex(detail) ? saidOfIndex(detail) : null
  if (fault !== null) return indexFailure(fault, reason)
  const found = isAboutSource(reason.error) ? patterns.find(({ pattern }) => pattern.test(detail)) : undefined
  if (found === undefined) return reason
  const { code, message, cause } = found
  return new AppFailure(appError(code, message, { cause, actions: ['retry'], detail }), { cause: reason })
}

/** The failure to use an index, with what is the matter in it. */
export function indexFailure(fault: FoundFault, failure: AppFailure): AppFailure {
  const { message, cause } = faultWords(fault)
  const { detail } = failure.error
  return new AppFailure(appError('repository-unreachable', message, { cause, actions: ['retry'], detail }), {
    cause: failure,
  })
}

/** Whether helm was at an index when it failed: charts have YAML that can be wrong, too. */
function isAboutIndex(detail: string): boolean {
  return /valid chart repository or cannot be reached|get an update from the|index\.yaml/i.test(detail)
}

/** What a failure of a source says in one line of a list. */
export function shortWords({ message, cause }: AppError): string {
  return `${message} ${cause}`.trim()
}

/** Other failures (no helm, cancelled, too late, a name that exists) have their words already. */
function isAboutSource({ code }: AppError): boolean {
  return (
    code.startsWith('cluster-') ||
    ['repository-unreachable', 'registry-unauthorised', 'chart-invalid', 'helm-failed', 'forbidden'].includes(code)
  )
}

function row(pattern: RegExp, code: ErrorCode, message: string, cause: string): SourcePattern {
  return { pattern: new RegExp(pattern.source, 'i'), code, message, cause }
}
