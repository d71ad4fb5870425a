import { again, none, row, type ErrorReader } from './error-pattern'
import {
  readConflict,
  readExisting,
  readInvalid,
  readOther,
  readOwned,
  readRule,
  readShapeless,
} from './object-readers'

const changes = ['install', 'upgrade', 'rollback', '']

/** What the cluster, or a rule of it, does not let helm do with an object. */
export const objectPatterns: readonly ErrorReader[] = [
  readOwned,
  readConflict,
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
    /the server could not find the requested resource|server doesn't have a resource type "([^"]*)"|is not supported on resources of kind|server-side apply not available|unable to get kubeClient/,
    'api-missing',
    'The cluster does not know what it is asked for.',
    'It has no such API: it may be older or newer than the chart or this helm expects.',
    none,
  ),
  row(
    /unable to create new content in namespace (\S+) because it is being terminated/,
    'namespace-missing',
    'The namespace "$1" is being deleted.',
    'Nothing can be made in it any more. Wait until it is gone, or choose another one.',
    ['choose-namespace'],
  ),
  row(
    /(?:create|update): failed to \w+: namespaces? "([^"]+)" not found/,
    'namespace-missing',
    'The namespace "$1" does not exist.',
    'Choose another namespace, or have it created with the release.',
    ['create-namespace', 'choose-namespace'],
    ['install', ''],
  ),
  row(
    /(?:create|update): failed to \w+: namespaces? "([^"]+)" not found/,
    'namespace-missing',
    'The namespace "$1" does not exist.',
    'It was deleted, and what was in it with it.',
    none,
  ),
  row(
    /namespaces? "([^"]+)" not found/,
    'namespace-missing',
    'The namespace "$1" does not exist.',
    'An object of the chart belongs there, and helm makes only the namespace of the release. Create it first, or change the values.',
    ['fix-values'],
  ),
  readExisting,
  readRule,
  row(
    /is forbidden: user "([^"]+)" cannot (\S+) resource "([^"]+)"[^\n]*(at the cluster scope|in the namespace "[^"]+")/,
    'forbidden',
    'You may not $2 $3 $4.',
    'The cluster knows you as "$1". Ask who runs it for the right, or choose a namespace where you have it.',
    ['choose-namespace', 'choose-context'],
  ),
  readInvalid,
  readShapeless,
  row(
    /request entity too large/,
    'release-too-large',
    'An object is too large for the cluster.',
    'A request may hold at most 3 MiB. Leave large files out of the chart.',
    ['fix-values'],
  ),
  row(
    /\bforbidden\b/,
    'forbidden',
    'The cluster does not allow this.',
    'Your account lacks a right; the details name it.',
    ['choose-namespace', 'choose-context'],
  ),
  row(
    /original object (\S+) with the name "([^"]+)" not found|object not found, skipping delete|failed to get object \S+?\/(\S+) /,
    'object-conflict',
    'An object of the release is not there any more.',
    'Somebody has deleted $1 "$2". Roll back or upgrade again to have it made anew.',
    again,
  ),
  row(
    /^(?:[\w -]+: )*([a-z]+)(?:\.[\w.]+)? "([^"]+)" not found/,
    'object-conflict',
    'An object is not there.',
    'The cluster has no $1 "$2": somebody has deleted it, or it has to be made first.',
    none,
  ),
  row(
    /failed to delete release: |failed to delete resource/,
    'helm-failed',
    'Uninstall failed.',
    'helm could not delete the objects of the release, and does not say why.',
    none,
  ),
]

/** Last of all that is about an object: the cluster's own troubles are told before. */
export const otherPatterns: readonly ErrorReader[] = [readOther]

const late =
  /context deadline exceeded|timed out waiting|resource \S+ not ready\. status|still exists\. status|client rate limiter wait/

/** Time is up, or it was stopped: last, because other reasons end so too. */
export const timePatterns: readonly ErrorReader[] = [
  row(
    late,
    'timeout',
    'The objects were not gone in time.',
    'They are being deleted; a finalizer or a pod that does not end may hold them.',
    ['raise-timeout', 'retry'],
    ['uninstall'],
  ),
  row(
    late,
    'timeout',
    'The tests did not finish in time.',
    'Their pods and logs tell what holds them up.',
    ['show-pod', 'raise-timeout', 'retry'],
    ['test'],
  ),
  row(
    late,
    'timeout',
    'The objects were not ready in time.',
    'The change was sent and the release is kept. The state of its pods tells what holds them up.',
    ['show-pod', 'raise-timeout', 'retry'],
    changes,
  ),
  row(late, 'timeout', '$title', 'The answer took too long.', again),
  row(/context canceled/, 'cancelled', 'The operation was cancelled.', 'Objects may already have been changed.', none),
]
