import {
  again,
  failedTitle,
  none,
  sentence,
  unwrapped,
  type ErrorReader,
  type Reading,
  type Told,
} from './error-pattern'
import { isImmutable } from './field-words'
import { objectWords, otherRefusals, refusalOf, refusalWords, type Refusal } from './refusal'
import { kindOf } from './resource-kinds'

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
export const readOwned = aboutObject((refusal) => {
  if (!refusal.reason.startsWith('exists and cannot be imported')) return null
  const whose = ownerWords(refusal.reason)
  return {
    code: 'object-owned-elsewhere',
    message: 'An object of the chart already exists and belongs to something else.',
    cause: `${named(refusal)} ${whose}. Remove or rename it, or let this release take it over.`,
    actions: ['take-ownership'],
  }
})

/** Whose an object is, by the marks that helm found on it. */
function ownerWords(reason: string): string {
  const [name, namespace] = ['name', 'namespace'].map(
    (mark) => new RegExp(`release-${mark}" must equal "[^"]*": current value is "([^"]*)"`).exec(reason)?.[1],
  )
  const place = namespace === undefined ? '' : ` in the namespace "${namespace}"`
  if (name !== undefined) return `belongs to the release "${name}"${place}`
  return place === '' ? 'already exists, and no helm release created it' : `belongs to a release of this name${place}`
}

export const readExisting = aboutObject((refusal, { command }) => {
  if (refusal.reason !== 'already exists') return null
  const cause = `${named(refusal)} already exists: an earlier run left it, somebody else created it, or the chart has it twice. Delete it, then try again.`
  return { code: 'object-owned-elsewhere', message: failedTitle(command), cause, actions: none }
})

export const readConflict = aboutObject((refusal) => {
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
    cause: `${named(refusal)}: ${manager} manages ${what}. Keep their value, or take over the field by force.`,
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
    ([, why]) => `A limit of the namespace doesn't allow it: ${sentence(why ?? '')}`,
  ],
]

export const readRule: ErrorReader = (reason) => {
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
export const readInvalid = aboutObject((refusal, { command }, text) => {
  const words = refusalWords(refusal)
  const object = named(refusal)
  if (isImmutable(refusal.reason)) {
    return {
      code: 'field-immutable',
      message: "The change touches a field that can't be changed.",
      cause: `${object}: ${words === '' ? sentence(refusal.reason) : `${words}.`} Kubernetes sets it when the object is created: keep the value, or delete the object so that it is recreated.`,
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
    cause: [`The cluster refuses ${object}: ${why}`, ...otherRefusals(text, 2).map(alsoRefused)].join(' '),
    actions: ['fix-values'],
  }
})

/** `And Deployment web: spec.replicas: -1 must be …` */
function alsoRefused(refusal: Refusal): string {
  return `And ${named(refusal)}: ${sentence(refusalWords(refusal) || refusal.reason)}`
}

/** Whatever else the server says of an object that helm names. */
export const readOther = aboutObject((refusal, { command }) => {
  const cause = `${named(refusal)}: ${sentence(refusal.reason)}`
  return { code: 'helm-failed', message: failedTitle(command), cause, actions: again }
})

/** helm cannot make an object of what the chart renders, before any server is asked. */
export const readShapeless: ErrorReader = (reason, { command }) => {
  const text = unwrapped(reason)
  const words = refusalWords({ kind: '', name: '', reason: text })
  const isShapeless =
    /^(?:\[?(?:unknown object type|ValidationError)|(?:apiVersion|kind) not set|Object '(?:Kind|apiVersion)' is missing|resource name may not be empty|strict decoding error|json: cannot unmarshal|no objects visited|the API version in the data|the namespace of the provided object|metadata\.name and metadata\.generateName)/
  if (!isShapeless.test(text)) return null
  const missing = /^Object '(Kind|apiVersion)' is missing/.exec(text)?.[1]
  const why = missing !== undefined ? `${missing === 'Kind' ? 'kind' : missing} is missing` : words
  const cause = `The chart renders something that is not a Kubernetes object: ${why === '' ? sentence(text) : `${why}.`}`
  return { code: 'object-refused', message: failedTitle(command), cause, actions: ['fix-values'] }
}
