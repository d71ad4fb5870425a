import type { ErrorAction, ErrorCode } from '@shared/errors'

/** One way helm fails: how its text is recognised, and what it means. `$1` … stand for what the pattern caught. */
export interface ErrorPattern {
  readonly pattern: RegExp
  readonly code: ErrorCode
  readonly message: string
  readonly cause: string
  readonly actions: readonly ErrorAction[]
}

const reach: readonly ErrorAction[] = ['retry', 'choose-context', 'choose-kubeconfig']
const none: readonly ErrorAction[] = []
const again: readonly ErrorAction[] = ['retry']

/**
 * How the cluster could not be reached or would not let the person in. These come before the others, because helm
 * wraps them into the text of whatever it was doing.
 */
const clusterPatterns: readonly ErrorPattern[] = [
  row(
    /context "([^"]+)" does not exist|no context exists with the name: "?([^"\s]+)/,
    'context-missing',
    'The context "$1" is not in the kubeconfig.',
    'It may have been renamed or removed since it was chosen. Choose another context, or add it again.',
    ['choose-context', 'choose-kubeconfig'],
  ),
  row(
    /exec: executable (\S+) not found|exec: "([^"]+)": executable file not found/,
    'cluster-exec-plugin',
    'The program "$1", which signs in to this cluster, was not found.',
    'The kubeconfig asks for it. Install it, or put it on the PATH of your login shell, then try again.',
    reach,
  ),
  row(
    /getting credentials: exec|exec: executable (\S+) failed with exit code (\d+)|exec plugin/,
    'cluster-exec-plugin',
    'The program that signs in to this cluster failed.',
    'Its own words are in the details. Signing in again in a terminal usually helps.',
    reach,
  ),
  row(
    /x509: |tls: failed to verify certificate|remote error: tls: (bad|unknown) certificate/,
    'cluster-certificate',
    'The connection to the cluster is not trusted.',
    'The certificate does not fit what the kubeconfig expects: it may have expired, or the cluster was made anew.',
    reach,
  ),
  row(
    /asked for the client to provide credentials|(?:^|: )unauthorized$/,
    'cluster-unauthorised',
    'The cluster does not know who you are.',
    'The token or certificate in the kubeconfig is wrong or has expired. Sign in again, then try again.',
    reach,
  ),
  row(
    /client rate limiter wait|too many requests|storage is \(re\)initializing/,
    'throttled',
    'The cluster asks for a pause.',
    'It is busy or starting up. Try again in a moment.',
    again,
  ),
  row(
    /kubernetes cluster unreachable|connection refused|no such host|tls handshake timeout|i\/o timeout|no route to host|network is unreachable|server misbehaving|http2: client connection lost|connection reset by peer|unexpected EOF/,
    'cluster-unreachable',
    'The cluster does not answer.',
    'It may be down, or this computer cannot reach it. Check the network or VPN and the address in the kubeconfig.',
    reach,
  ),
  row(
    /exceeded quota|violates PodSecurity|admission webhook "([^"]+)" denied|ValidatingAdmissionPolicy/,
    'policy-refused',
    'A rule of the cluster refused an object of the chart.',
    'A quota, a security level or a policy stands against it; the details name it. Change the values, or ask who runs the cluster.',
    none,
  ),
]

/** How a change ended apart from its own reason; before the reasons, because their texts hold one. */
const endingPatterns: readonly ErrorPattern[] = [
  row(
    /an error occurred while (uninstalling|rolling back) the release\. original (install|upgrade) error/,
    'helm-failed',
    'The $2 failed, and taking it back failed too.',
    'The release may be half changed. Look at its state before trying again; the details hold both reasons.',
    none,
  ),
  row(
    /release (\S+) failed, and has been (uninstalled|rolled back) due to/,
    'rolled-back',
    'The release "$1" failed and has been $2.',
    'As asked, nothing of the failed change was kept. The details hold the reason.',
    none,
  ),
]

const releasePatterns: readonly ErrorPattern[] = [
  row(
    /another operation \(install\/upgrade\/rollback\) is in progress/,
    'release-busy',
    'Another operation on this release is not finished.',
    'Somebody else is changing it right now, or an earlier change was cut off and left it pending.',
    again,
  ),
  row(
    /cannot re-?use a name that is still in use|release: already exists/,
    'release-exists',
    'A release with this name already exists in the namespace.',
    'Choose another name, or upgrade the existing release. It may be hidden from you when you may not read Secrets.',
    none,
  ),
  row(
    /release has no (\S+) version|could not convert revision to a number/,
    'revision-not-found',
    'That revision of the release does not exist any more.',
    'The history keeps a limited number of revisions. Load it again and choose another.',
    again,
  ),
  row(
    /"?([^\s"]*)"? has no deployed releases/,
    'release-not-found',
    'The release "$1" has no deployed revision.',
    'It was never installed, or has been uninstalled.',
    again,
  ),
  row(
    /release: not found|the release named "[^"]+" is already deleted|release not loaded/,
    'release-not-found',
    'The release does not exist any more.',
    'It may have been uninstalled by somebody else. Load the list again.',
    again,
  ),
  row(
    /secret "?sh\.helm\.release[^"\s]*"? is invalid: data: too long|request entity too large/,
    'release-too-large',
    'The release is too large to be stored.',
    'helm keeps a release in one Secret of at most 1 MiB, with its chart and values. Leave large files out of the chart.',
    none,
  ),
  row(
    /release name(?: "([^"]*)")?(?: is invalid)?: (?:invalid release name|\S+$)|user supplied labels contains system reserved/,
    'invalid-input',
    'helm does not accept this name or label.',
    'Names are made of lower-case letters, digits, dashes and dots, at most 53 of them.',
    none,
  ),
]

const objectPatterns: readonly ErrorPattern[] = [
  row(
    /exists and cannot be imported into the current release/,
    'object-owned-elsewhere',
    'An object of the chart already exists and belongs to something else.',
    'The details name it and its owner. Remove or rename it, or let this release take it over.',
    none,
  ),
  row(
    /field is immutable/,
    'field-immutable',
    'The change touches a field that cannot be changed.',
    'Kubernetes fixes it when the object is made. The object has to be deleted and made anew, or the value kept.',
    none,
  ),
  row(
    /conflict occurred while applying object|apply failed with \d+ conflict/,
    'object-conflict',
    'Somebody else manages a field that this change would set.',
    'The details name the field and its manager. Keep their value, or take the field over by force.',
    none,
  ),
  row(
    /no matches for kind "([^"]+)" in version "([^"]+)"|ensure CRDs are installed first/,
    'api-missing',
    'The cluster does not know objects of kind "$1" ($2).',
    'A custom resource definition or an add-on is missing. Install it first, then try again.',
    again,
  ),
  row(
    /contains removed kubernetes api/,
    'api-missing',
    'The release was made for an older Kubernetes.',
    'Its stored objects use an API that this cluster no longer has.',
    none,
  ),
  row(
    /namespaces? "([^"]+)" not found/,
    'namespace-missing',
    'The namespace "$1" does not exist.',
    'Choose another namespace, or have it created with the release.',
    ['choose-namespace'],
  ),
  row(
    /failed (?:pre|post)-\w+:|hooks failed|hook \S+ \S+ failed|(?:job|pod) \S+ failed:/,
    'hook-failed',
    'A hook of the chart failed.',
    'A job that the chart runs before or after the change did not succeed. Its logs tell why.',
    none,
  ),
  row(
    /is forbidden: user "([^"]+)" cannot (\S+) resource "([^"]+)"[^\n]*(at the cluster scope|in the namespace "[^"]+")/,
    'forbidden',
    'You may not $2 $3 $4.',
    'The cluster knows you as "$1". Ask who runs it for the right, or choose a namespace where you have it.',
    ['choose-namespace', 'choose-context'],
  ),
  row(
    /\bforbidden\b/,
    'forbidden',
    'The cluster does not allow this.',
    'Your account lacks a right; the details name it.',
    ['choose-namespace', 'choose-context'],
  ),
  row(
    /context deadline exceeded|timed out waiting|resource \S+ not ready\. status|still exists\. status/,
    'timeout',
    'The objects were not ready in time.',
    'The change was sent and the release is kept. The state of its pods tells what holds them up.',
    again,
  ),
  row(/context canceled/, 'cancelled', 'The operation was cancelled.', 'Objects may already have been changed.', none),
]

const chartPatterns: readonly ErrorPattern[] = [
  row(
    // Below it the chart's name, then a line for each wrong value. Only its place is told: the line may hold the value.
    /values don't meet the specifications of the schema[^\n]*\n(?:(?!- )[^\n]*\n)*- at '([^'\n]{1,300})'/,
    'values-invalid',
    'The values do not fit what the chart accepts.',
    'Its schema refuses what stands at "$1". The details give the reason, for every wrong value.',
    none,
  ),
  row(
    /values don't meet the specifications of the schema/,
    'values-invalid',
    'The values do not fit what the chart accepts.',
    "The chart's schema names each wrong value in the details.",
    none,
  ),
  row(
    /chart requires kubeVersion: (.+) which is incompatible with Kubernetes (\S+)/,
    'chart-incompatible',
    'The chart does not run on this Kubernetes.',
    'It asks for Kubernetes $1; the cluster runs $2.',
    none,
  ),
  row(
    /missing in charts\/ directory|error occurred while checking for chart dependencies/,
    'chart-invalid',
    'Parts of the chart are missing.',
    'Charts it depends on are not in its folder. They have to be fetched before it can be installed.',
    none,
  ),
  row(
    /library charts are not installable/,
    'chart-invalid',
    'This chart cannot be installed.',
    'It is a library, made to be used by other charts.',
    none,
  ),
  row(
    /repository name \(([^)]+)\) already exists/,
    'repository-exists',
    'A repository named "$1" already exists.',
    'It has another address or other credentials. Choose another name, or change the existing one.',
    none,
  ),
  row(
    /no repositories (configured|found|to show)|^(?:error: )?repo \S+ not found|no repositories found matching/,
    'repository-unknown',
    'The repository is not known here.',
    'Add it under Sources first, or check the spelling of its name.',
    none,
  ),
  row(
    /basic credential not found|401 unauthorized|403 forbidden|response status code 40[13]/,
    'registry-unauthorised',
    'The repository or registry wants a login.',
    'Sign in under Sources, or check the user name and password.',
    none,
  ),
  row(
    /"FetchReference" on source: \S+: not found/,
    'chart-not-found',
    'The chart or this version of it was not found.',
    'The registry has no chart under this reference. Check its spelling and the version.',
    none,
  ),
  // Fetching a chart fails in the words of the connection, like reaching a cluster: the address tells them apart.
  row(
    /^(?:failed to do request: |failed to perform "[^"]+" on source: )?(?:get|head) "https?:\/\/(?:[^"]+\.tgz(?:\?[^"]*)?|[^"]+\/index\.yaml|[^"/]+\/v2\/[^"]*)": |not a valid chart repository or cannot be reached|failed to update the following repositories|failed to fetch https?:|could not download chart/,
    'repository-unreachable',
    'The chart repository or registry cannot be read.',
    'It does not answer, is not trusted, or what it answers is not a chart index or a chart. Check its address and the network.',
    again,
  ),
  row(
    /no chart (name|version) found|chart "[^"]+"(?: version "[^"]+")? not found in|no cached repo found|non-absolute urls should be|^(?:error: )?(?:\S+: )*path "[^"]+" not found|unable to locate any tags|could not locate a version matching|failed to download/,
    'chart-not-found',
    'The chart or this version of it was not found.',
    'It may have been renamed or removed, or the local copy of the index is old. Update the repositories and try again.',
    again,
  ),
  row(
    /error converting yaml|error unmarshaling json|failed to parse .*values|failed parsing --set|error parsing .*values/,
    'values-invalid',
    'The values cannot be read as YAML.',
    'The details name the line.',
    none,
  ),
  row(
    /template: \S+:\d+|executing "[^"]+" at <|parse error at \(|execution error at \(|yaml parse error on|chart\.yaml file is missing|cannot load chart/i,
    'chart-invalid',
    'The chart could not be rendered.',
    'A template of the chart refused these values or is broken; the details name file and line.',
    none,
  ),
]

/** Every known failure, in the order to look: how it ended, the chart's own words, the release, the cluster, its objects. */
export const errorPatterns: readonly ErrorPattern[] = [
  ...endingPatterns,
  ...releasePatterns,
  ...chartPatterns,
  ...clusterPatterns,
  ...objectPatterns,
]

function row(
  pattern: RegExp,
  code: ErrorCode,
  message: string,
  cause: string,
  actions: readonly ErrorAction[],
): ErrorPattern {
  return { pattern: new RegExp(pattern.source, 'im'), code, message, cause, actions }
}
