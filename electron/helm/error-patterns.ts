import type { ErrorAction } from '@shared/errors'
import { chartPatterns } from './chart-error-patterns'
import { again, none, row, type ErrorPattern } from './error-pattern'

const reach: readonly ErrorAction[] = ['retry', 'choose-context', 'choose-kubeconfig']

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
    ['fix-values'],
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
    ['repair', 'retry'],
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
    ['take-ownership'],
  ),
  row(
    /field is immutable/,
    'field-immutable',
    'The change touches a field that cannot be changed.',
    'Kubernetes fixes it when the object is made. The object has to be deleted and made anew, or the value kept.',
    ['fix-values'],
  ),
  row(
    /conflict occurred while applying object|apply failed with \d+ conflict/,
    'object-conflict',
    'Somebody else manages a field that this change would set.',
    'The details name the field and its manager. Keep their value, or take the field over by force.',
    ['force-conflicts'],
  ),
  row(
    // In the record of the release, not in the chart: installing the chart anew would not help.
    /unable to build kubernetes objects (?:from current release manifest|for delete): [^\n]*no matches for kind "([^"]+)" in version "([^"]+)"/,
    'api-missing',
    'The release holds an object of kind "$1" ($2), which the cluster does not know any more.',
    'Its custom resource definition or add-on was removed. Install it again, or take the object out of the record.',
    ['repair', 'retry'],
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
    ['repair'],
  ),
  row(
    /namespaces? "([^"]+)" not found/,
    'namespace-missing',
    'The namespace "$1" does not exist.',
    'Choose another namespace, or have it created with the release.',
    ['create-namespace', 'choose-namespace'],
  ),
  row(
    /failed (?:pre|post)-\w+:|hooks failed|hook \S+ \S+ failed|(?:job|pod) \S+ failed:/,
    'hook-failed',
    'A hook of the chart failed.',
    'A job that the chart runs before or after the change did not succeed. Its logs tell why.',
    ['show-pod'],
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
    ['show-pod', 'raise-timeout', 'retry'],
  ),
  row(/context canceled/, 'cancelled', 'The operation was cancelled.', 'Objects may already have been changed.', none),
]

/** Every known failure, in the order to look: how it ended, the chart's own words, the release, the cluster, its objects. */
export const errorPatterns: readonly ErrorPattern[] = [
  ...endingPatterns,
  ...releasePatterns,
  ...chartPatterns,
  ...clusterPatterns,
  ...objectPatterns,
]
