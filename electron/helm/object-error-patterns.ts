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
    'The release holds an object of kind "$1" ($2), which the cluster no longer knows.',
    'Its custom resource definition or add-on was removed. Install it again, or remove the object from the record.',
    ['repair', 'retry'],
  ),
  row(
    /no matches for kind "([^"]+)" in version "([^"]+)"|ensure CRDs are installed first/,
    'api-missing',
    'The cluster doesn\'t know objects of kind "$1" ($2).',
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
    "The cluster doesn't know what it is asked for.",
    'It has no such API: it may be older or newer than the chart or this helm expects.',
    none,
  ),
  row(
    /unable to create new content in namespace (\S+) because it is being terminated/,
    'namespace-missing',
    'The namespace "$1" is being deleted.',
    'Nothing can be created in it anymore. Wait until it is gone, or choose another one.',
    ['choose-namespace'],
  ),
  row(
    /(?:create|update): failed to \w+: namespaces? "([^"]+)" not found/,
    'namespace-missing',
    'The namespace "$1" doesn\'t exist.',
    'Choose another namespace, or have it created with the release.',
    ['create-namespace', 'choose-namespace'],
    ['install', ''],
  ),
  row(
    /(?:create|update): failed to \w+: namespaces? "([^"]+)" not found/,
    'namespace-missing',
    'The namespace "$1" doesn\'t exist.',
    'It was deleted, with everything in it.',
    none,
  ),
  row(
    /namespaces? "([^"]+)" not found/,
    'namespace-missing',
    'The namespace "$1" doesn\'t exist.',
    "An object of the chart belongs there, and helm creates only the release's own namespace. Create it first, or change the values.",
    ['fix-values'],
  ),
  readExisting,
  readRule,
  row(
    /is forbidden: user "([^"]+)" cannot (\S+) resource "([^"]+)"[^\n]*(at the cluster scope|in the namespace "[^"]+")/,
    'forbidden',
    'You may not $2 $3 $4.',
    'The cluster knows you as "$1". Ask whoever runs it for permission, or choose a namespace where you have it.',
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
    "The cluster doesn't allow this.",
    'Your account lacks a permission; the details name it.',
    ['choose-namespace', 'choose-context'],
  ),
  row(
    /original object (\S+) with the name "([^"]+)" not found|object not found, skipping delete|failed to get object \S+?\/(\S+) /,
    'object-conflict',
    'An object of the release no longer exists.',
    'Somebody has deleted $1 "$2". Roll back or upgrade again to recreate it.',
    again,
  ),
  row(
    /^(?:[\w -]+: )*([a-z]+)(?:\.[\w.]+)? "([^"]+)" not found/,
    'object-conflict',
    "An object doesn't exist.",
    'The cluster has no $1 "$2": somebody has deleted it, or it has to be created first.',
    none,
  ),
  row(
    /failed to delete release: |failed to delete resource/,
    'helm-failed',
    'Uninstall failed.',
    "helm couldn't delete the objects of the release, and doesn't say why.",
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
    "The objects weren't deleted in time.",
    "They are being deleted; a finalizer or a pod that doesn't terminate may be blocking them.",
    ['raise-timeout', 'retry'],
    ['uninstall'],
  ),
  row(
    late,
    'timeout',
    "The tests didn't finish in time.",
    'Their pods and logs show what is holding them up.',
    ['show-pod', 'raise-timeout', 'retry'],
    ['test'],
  ),
  row(
    late,
    'timeout',
    'The objects were not ready in time.',
    'The change was sent and the release is kept. The state of its pods shows what is holding them up.',
    ['show-pod', 'raise-timeout', 'retry'],
    changes,
  ),
  row(late, 'timeout', '$title', 'The answer took too long.', again),
  row(/context canceled/, 'cancelled', 'The operation was cancelled.', 'Objects may already have been changed.', none),
]
