import { secretMask } from '@shared/mask'
import { inlineSecrets } from './inline-forms'
import { isSecretKey } from '@shared/secret-keys'
import { isPlain, isWholeReference } from './plain-words'
import type { Place } from './text-places'

/*
 * What in values and objects is a secret: the one set of rules, for texts that are masked in place (mask.ts) and for data of
 * which only the secrets are wanted (find-secrets.ts).
 */

/**
 * How a value is looked at. open: only what its own key or look gives away · likely: what isn't plainly none · strings: all but
 * flags · all: everything, as in a Secret.
 */
export type Hide = 'open' | 'likely' | 'strings' | 'all'

/** What a map's own members say of the others. */
export interface MapFacts {
  /** It is an object of kind Secret. */
  readonly isSecret: boolean
  /** Its `name` or the like (`entryNames`), as an environment entry has one; '' without. */
  readonly named: string
}

/** What names an entry of a list of settings, the first that is there; what holds its value. */
export const entryNames = ['name', 'key', 'Name', 'Key', 'variable'] as const
const entryValue = /^(?:value|val|default|defaultValue)$/i

/** In a map of credentials: what is no credential. */
const harmlessChild =
  /^(enabled|create|name|type|annotations|labels|username|user|host|port|mountPath|path|file|keys?|existing.*|.*(Name|Path|File|Ref|[pP]asswordKey|[tT]okenKey|[sS]ecretKey))$/

/** In a map under `secret:`: what is kept in the Secret, by its own name or that of a variable. */
const contents = /^([A-Z][A-Z0-9_]+|data|stringData|values?|contents?|literals|env)$/

/** How a member of a map is to be looked at. @param isMap whether its value is a map itself */
export function childHide(facts: MapFacts, key: string, isMap: boolean, hide: Hide): Hide {
  const { isSecret, named } = facts
  if (hide === 'all') return 'all'
  if (isSecret && (key === 'data' || key === 'stringData')) return 'all'
  if (isSecret && (key === 'metadata' || key === 'annotations')) return 'open'
  if (key.endsWith('last-applied-configuration')) return 'strings'
  if (hide !== 'open' && !harmlessChild.test(key)) return isSecretKey(key) || contents.test(key) ? 'strings' : hide
  if (isSecretKey(named) && entryValue.test(key)) return 'strings'
  if (!isSecretKey(key)) return 'open'
  return isMap && !/s$/i.test(key) ? 'likely' : 'strings'
}

/** How an item of a list is to be looked at. */
export function itemHide(isMap: boolean, hide: Hide): Hide {
  return isMap && hide === 'strings' ? 'likely' : hide
}

/** What of a scalar is secret. */
interface Judged {
  /** All of it. */
  readonly isWhole: boolean
  /** Else these places in it. */
  readonly places: readonly Place[]
  /** What is to be looked for elsewhere. */
  readonly secrets: readonly string[]
}

const nothing: Judged = { isWhole: false, places: [], secrets: [] }

export function judgeScalar(value: unknown, asked: Hide, key: string): Judged {
  if (value === null || value === undefined || value === '' || value === secretMask) return nothing
  const hide = asked === 'strings' && isNameOfSecret(value, key) ? 'open' : asked
  if (hide === 'all') return { isWhole: true, places: [], secrets: dataSecrets(scalarText(value), key) }
  if (typeof value === 'boolean') return nothing
  const text = scalarText(value)
  const isHidden = hide === 'strings' ? !isWholeReference(text) : hide === 'likely' && !isPlain(text)
  const places = typeof value === 'string' ? inlineSecrets(text, 'config') : []
  const header = isHeader(text, key) ? text.split(/\s+/).filter((word) => !isPlain(word)) : []
  const inner = places.flatMap(({ start, end }) => writtenAs(text.slice(start, end)))
  const coversAll = places.some(({ start, end }) => start === 0 && end >= text.trimEnd().length)
  if (isHidden || coversAll || isLogin(text, key) || header.length > 0) {
    return { isWhole: true, places: [], secrets: [text, ...header, ...inner] }
  }
  return { isWhole: false, places, secrets: inner }
}

/**
 * Annotations of ingress controllers that by their definition hold the name of a Secret, with its namespace or without:
 * `nginx.ingress.kubernetes.io/auth-secret: basic-auth`.
 */
const namesSecret =
  /^(?:[a-z0-9-]{1,63}\.){0,5}(?:ingress\.kubernetes\.io|haproxy-ingress\.github\.io|haproxy\.org|nginx\.org)\/(?:[a-z]{1,20}-){0,5}secret$/
const objectName = /^(?:[a-z0-9][-a-z0-9]{0,62}\/)?[a-z0-9](?:[-.a-z0-9]{0,251}[a-z0-9])?$/

function isNameOfSecret(value: unknown, key: string): boolean {
  return typeof value === 'string' && namesSecret.test(key) && objectName.test(value)
}

/** Dates and numbers as they are printed. */
function scalarText(value: unknown): string {
  return typeof value === 'string' ? value : String(value)
}

/** `auth: dXNlcjpwYXNz`, as a registry's login is kept. */
function isLogin(value: string, key: string): boolean {
  return /^_?auth$/i.test(key) && /^[A-Za-z0-9+/]{4,}={0,2}$/.test(value) && decoded(value).includes(':')
}

/** `Authorization: GenieKey 1b2c…`: whatever the scheme is called, there is more than words behind it. */
function isHeader(value: string, key: string): boolean {
  return /^(?:proxy-)?authorization$/i.test(key) && !isPlain(value)
}

/** A secret found in another text, as that text stands for it. */
function writtenAs(text: string): string[] {
  const forms = [text]
  if (text.includes('\\'))
    forms.push(...unescaped(text), ...unescaped(text).flatMap(unescaped), text.replaceAll('\\n', '\n'))
  if (text.includes('%')) {
    try {
      forms.push(decodeURIComponent(text))
    } catch {
      // No address then.
    }
  }
  // What ends an address in a text may have been taken for a part of it.
  const bare = text.replace(/['),;\]}]+$/, '')
  if (bare !== text && bare !== '') forms.push(bare)
  const login = /^[A-Za-z0-9+/_-]{8,}={0,2}$/.test(text) ? decoded(text) : ''
  if (/^[^:\n]{0,256}:./.test(login)) forms.push(login, login.slice(login.indexOf(':') + 1))
  return forms
}

function unescaped(text: string): string[] {
  try {
    const value: unknown = JSON.parse(`"${text}"`)
    return typeof value === 'string' ? [value] : []
  } catch {
    return []
  }
}

/**
 * What an entry of a Secret gives away, in base64 and decoded. Under a key that names no secret it may be a host or a port as
 * well, which stands in many places.
 */
function dataSecrets(value: string, key: string): string[] {
  const forms = new Set([value, decoded(value)].filter((form) => form !== ''))
  const isNamed = isSecretKey(key)
  return [...forms].flatMap((form) => {
    const inner = inlineSecrets(form, 'config').flatMap(({ start, end }) => writtenAs(form.slice(start, end)))
    if (isNamed) return [form, ...inner]
    if (form.includes('\n')) return [...form.split(/\r?\n/).flatMap(loneSecret), ...inner]
    return isPlain(form) || form.length < 6 ? inner : [form, ...inner]
  })
}

/** A line of a file that may be a key, alone or behind its name. */
function loneSecret(line: string): string[] {
  const text = line.trim().replace(/^[\w.-]{1,128}=(?=[^=])/, '')
  const isLone = text.length >= 8 && /^[^\s:{}[\]<>#]+$/.test(text) && !text.startsWith('---')
  return isLone && !isPlain(text) ? [text] : []
}

/** The text behind base64; '' when it is none. */
function decoded(value: string): string {
  if (!/^[A-Za-z0-9+/\s_-]+={0,2}\s*$/.test(value)) return ''
  const text = Buffer.from(value, 'base64').toString('utf8')
  return text.includes('\uFFFD') || /[\u0000-\u0008]/.test(text) ? '' : text
}
