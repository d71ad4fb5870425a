import {
  again,
  failedTitle,
  none,
  row,
  sentence,
  unwrapped,
  type ErrorReader,
  type Reading,
  type Told,
} from './error-pattern'
import { isImmutable } from './field-words'
import { objectWords, refusalOf, refusalWords, type Refusal } from './refusal'
import { kindOf } from './resource-kinds'

const changes = ['install', 'upgrade', 'rollback', '']

/** An object that a text names, as people call it. */
function named(refusal: Refusal): string {
  return objectWords({ ...refusal, kind: kindOf(refusal.kind) })
}

/** The object stands in front of the reason in some texts of the server, and helm's in front of that. */
function aboutObject(read: (refusal: Refusal, reading: Reading, text: string) => Told | null): ErrorReader {
  return (reason, reading) => {
    const refusal = refusalOf(reason)
    return refusal === null ? null : read(refusal, reading, reason)
  }
}

/** It belongs to another release, or to nobody. */
const readOwned = aboutObject((refusal) => {
  if (!refusal.reason.startsWith('exists and cannot be imported')) return null
  const owner = /release-name" must equal "[^"]*": current value is "([^"]*)"/.exec(refusal.reason)?.[1]
  const whose =
    owner === undefined ? 'is there already, and no release of helm made it' : `belongs to the release "${owner}"`
  return {
    code: 'object-owned-elsewhere',
    message: 'An object of the chart already exists and belongs to something else.',
    cause: `${named(refusal)} ${whose}. Remove or rename it, or let this release take it over.`,
    actions: ['take-ownership'],
  }
})

const readExisting = aboutObject((refusal, { command }) => {
  if (refusal.reason !== 'already exists') return null
  const cause = `${named(refusal)} already exists: an earlier run left it, somebody else made it, or the chart has it twice. Delete it, then send the change again.`
  return { code: 'object-owned-elsewhere', message: failedTitle(command), cause, actions: none }
})

const readConflict = aboutObject((refusal) => {
  const { reason } = refusal
  if (/^the object has been modified/.test(reason)) {
    const cause = `${named(refusal)} was changed by somebody else while helm was writing it. Try again.`
    return { code: 'object-conflict', message: 'An object was changed at the same moment.', cause, actions: ['retry'] }
  }
  if (!/apply failed with \d+ conflict/i.test(reason)) return null
  const [manager] = /(?<=with )"[^"]+"/.exec(reason) ?? ['somebody else']
  const fields = [...reason.matchAll(/(?:^|\s)(?:- )?(\.[^\s,]+)/g)].map(([, field = '']) => field.slice(1))
  const what = fields.length === 0 ? 'a field of it' : fields.slice(0, 3).join(', ')
  return {
    code: 'object-conflict',
    message: 'Somebody else manages a field that this change would set.',
    cause: `${named(refusal)}: ${manager} manages ${what}. Keep their value, or take the field over by force.`,
    actions: ['force-conflicts'],
  }
})

/** Rules of the cluster: quotas, security levels, policies, webhooks. What they say is meant for people. */
const rules: readonly (readonly [pattern: RegExp, words: (found: RegExpExecArray) => string])[] = [
  [
    /exceeded quota: ([^,\s]+), requested: (\S+?), used: (\S+?), limited: (\S+)/,
    ([, quota, asked, used, most]) =>
      `Quota "${quota ?? ''}" has no room for it: it asks for ${asked ?? ''}, in use are ${used ?? ''}, allowed are ${most ?? ''}.`,
  ],
  [/exceeded quota: ([^\n]*)/, ([, quota]) => `A quota has no room for it: ${sentence(quota ?? '')}`],
  [
    /violates PodSecurity "([^"]+)": ([^\n]*)/,
    ([, level, why]) => `The security level "${level ?? ''}" of the namespace forbids it: ${sentence(why ?? '')}`,
  ],
  [
    /ValidatingAdmissionPolicy '([^']+)'[^\n]*? denied request: ([^\n]*)/,
    ([, policy, why]) => `Policy "${policy ?? ''}" says: ${sentence(why ?? '')}`,
  ],
  [
    /admission webhook "([^"]+)" denied the request(?: without explanation|: ([^\n]*))/,
    ([, hook, why]) => `Webhook "${hook ?? ''}" ${why === undefined ? 'gives no reason.' : `says: ${sentence(why)}`}`,
  ],
  [
    /is forbidden: ((?:minimum|maximum|must specify|failed quota|limitranger)[^\n]*)/i,
    ([, why]) => `A limit of the namespace is against it: ${sentence(why ?? '')}`,
  ],
]

const readRule: ErrorReader = (reason) => {
  for (const [pattern, words] of rules) {
    const found = pattern.exec(reason)
    if (found === null) continue
    const refusal = refusalOf(reason)
    const which = refusal === null ? '' : `${named(refusal)}: `
    return {
      code: 'policy-refused',
      message: 'A rule of the cluster refused an object of the chart.',
      cause: which + words(found),
      actions: ['fix-values'],
    }
  }
  return null
}

/** The server does not take an object as it is: its fields are wrong. */
const readInvalid = aboutObject((refusal, { command }) => {
  const words = refusalWords(refusal)
  const object = named(refusal)
  if (isImmutable(refusal.reason)) {
    return {
      code: 'field-immutable',
      message: 'The change touches a field that cannot be changed.',
      cause: `${object}: ${words === '' ? sentence(refusal.reason) : `${words}.`} Kubernetes fixes it when the object is made: keep the value, or delete the object so that it is made anew.`,
      actions: ['fix-values'],
    }
  }
  if (
    words === '' &&
    !/is invalid|cannot be handled|typed patch|to proper version/.test(unwrapped(refusal.reason) + refusal.reason)
  )
    return null
  const why = words === '' ? sentence(refusal.reason) : `${words}.`
  return {
    code: 'object-refused',
    message: failedTitle(command),
    cause: `The cluster refuses ${object}: ${why}`,
    actions: ['fix-values'],
  }
})

/** Whatever else the server says of an object that helm names. */
const readOther = aboutObject((refusal, { command }) => {
  const cause = `${named(refusal)}: ${sentence(refusal.reason)}`
  return { code: 'helm-failed', message: failedTitle(command), cause, actions: again }
})

/** helm cannot make an object of what the chart renders, before any server is asked. */
const readShapeless: ErrorReader = (reason, { command }) => {
  const text = unwrapped(reason)
  const words = refusalWords({ kind: '', name: '', reason: text })
  const isShapeless =
    /^(?:\[?(?:unknown object type|ValidationError)|(?:apiVersion|kind) not set|Object '(?:Kind|apiVersion)' is missing|resource name may not be empty|strict decoding error|json: cannot unmarshal|no objects visited|the API version in the data|the namespace of the provided object|metadata\.name and metadata\.generateName)/
  if (!isShapeless.test(text)) return null
  const missing = /^Object '(Kind|apiVersion)' is missing/.exec(text)?.[1]
  const why = missing !== undefined ? `${missing === 'Kind' ? 'kind' : missing} is missing` : words
  const cause = `The chart renders something that is no Kubernetes object: ${why === '' ? sentence(text) : `${why}.`}`
  return { code: 'object-refused', message: failedTitle(command), cause, actions: ['fix-values'] }
}

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
