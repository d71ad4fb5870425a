import { clientPasswords, flags } from './command-forms'
import { isSecretKey } from '@shared/secret-keys'
import { isPlain, isReference, isSecretText } from './plain-words'
import { linesOf, parameterEnd, quotedAt, wordEnd, wordsOf, type Place, type Writing } from './text-places'

/**
 * Finds secrets in a text by the form they are written in: `password=…` and its like in any file, flag, query, JSON, connection
 * string or JAAS line; `--token …`; logins in addresses; headers; private keys; tokens that their issuers mark as such.
 * The time it takes grows with the text's length alone.
 * @returns the secrets' places, in no order; they may overlap
 */
export function inlineSecrets(text: string, writing: Writing): Place[] {
  // Most values are one word, and there may be a hundred thousand of them.
  if (!/[\s:=@,>]/.test(text)) return text.length < 10 ? [] : [...markedTokens(text)]
  const found = [...markedTokens(text), ...headers(text)]
  if (text.includes('PRIVATE KEY')) found.push(...privateKeys(text))
  if (text.includes('://')) found.push(...logins(text))
  if (text.includes('>')) found.push(...elements(text))
  if (/[:=]/.test(text)) found.push(...pairs(text, writing), ...namedValues(text))
  if (text.includes('-')) found.push(...flags(text, writing), ...clientPasswords(text))
  found.push(...statements(text))
  return outerAndInner(found)
}

/**
 * Of places that end together (`password=token=…`) the outermost, which covers the others, and the innermost, which is what would
 * stand elsewhere: a text of nothing else would have thousands, each nearly as long as itself.
 */
function outerAndInner(places: readonly Place[]): Place[] {
  const outer = new Map<number, Place>()
  const inner = new Map<number, Place>()
  for (const place of places) {
    const { start, end } = place
    if (start < (outer.get(end)?.start ?? Infinity)) outer.set(end, place)
    if (start > (inner.get(end)?.start ?? -1)) inner.set(end, place)
  }
  return [...new Set([...outer.values(), ...inner.values()])]
}

/** What stands in the comments of YAML is in no value. */
export function commentSecrets(yaml: string): Place[] {
  return [...yaml.matchAll(/(?:^|[ \t])#.*(?:\n[ \t]*#.*)*/gm)].flatMap(({ index, 0: comment }) =>
    inlineSecrets(comment, 'prose').map(({ start, end }) => ({ start: index + start, end: index + end })),
  )
}

const keyStart = /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/g
const keyEnd = /-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/g

function* privateKeys(text: string): Generator<Place> {
  let from = 0
  for (const { index } of text.matchAll(keyStart)) {
    if (index < from) continue
    keyEnd.lastIndex = index
    const end = keyEnd.exec(text)
    from = end === null ? text.trimEnd().length : end.index + end[0].length
    yield { start: index, end: from }
  }
}

/** `postgres://app:secret@db`, and `https://TOKEN@host` where what stands there is no plain name. */
function* logins(text: string): Generator<Place> {
  for (const match of text.matchAll(
    /(?<![a-z0-9+.-])[a-z][a-z0-9+.-]{0,30}:\/\/((?:[^\s"'`<>\\]|'(?=[^\s"`<>\\]{0,300}@)){1,2048})/gi,
  )) {
    const [whole, address = ''] = match
    const start = match.index + whole.length - address.length
    const length = loginLength(address)
    if (length <= 0) continue
    const login = address.slice(0, length)
    const colon = login.indexOf(':')
    const secret = login.slice(colon + 1)
    const isSecret = colon < 0 ? login.length >= 6 && !isPlain(login) : secret !== '' && !isReference(secret)
    if (isSecret) yield { start: start + colon + 1, end: start + length }
  }
}

/** How much of an address, behind its `//`, is a login; -1 for none. A password may hold what should have been encoded. */
function loginLength(address: string): number {
  const hostEnd = address.search(/[/?#]/)
  const inHost = (hostEnd < 0 ? address : address.slice(0, hostEnd)).lastIndexOf('@')
  if (inHost >= 0 || hostEnd < 0) return inHost
  const isPort = /^[^:]*(?::\d{0,5})?$/.test(address.slice(0, hostEnd))
  return isPort ? -1 : address.indexOf('@')
}

const pair = /(?<![A-Za-z0-9_])([A-Za-z_][\w.-]{0,127})(\\*["'])?\]?[ \t]{0,20}(=>|:=|[:=])[ \t]{0,100}/g
/** In an address's query these open something; elsewhere they are too common. */
const queryKeys = /^(key|sig|signature|auth|code)$/i

function* pairs(text: string, writing: Writing): Generator<Place> {
  const wordAt = wordsOf(text, wordEnd)
  const parameterAt = wordsOf(text, parameterEnd)
  const restOfLine = linesOf(text)
  for (const match of text.matchAll(pair)) {
    const [whole, key = '', quote, sign = ''] = match
    // The end of a quoted text, and no key: `Get "https://x.test/secrets": http2: …`.
    if (quote !== undefined && !/["']/.test(text.charAt(match.index - 1))) continue
    const isQuery = sign === '=' && /[?&]/.test(text.charAt(match.index - 1))
    if (!isSecretKey(key) && !(isQuery && queryKeys.test(key))) continue
    const at = match.index + whole.length
    const quoted = quotedAt(text, at)
    if (quoted !== null) {
      if (isSecretText(text.slice(quoted.start, quoted.end))) yield quoted
      continue
    }
    const opensLine = /(?:^|\n)[ \t]*(?:- |export |set |#[ \t]*)?["']?$/.test(
      text.slice(Math.max(0, match.index - 80), match.index),
    )
    const bare = isQuery ? parameterAt(at) : opensLine && writing === 'config' ? restOfLine(at) : wordAt(at)
    if (isBareSecret(text, bare, sign !== '=' && (writing === 'prose' || !opensLine))) yield bare
    // A command behind it: `PGPASSWORD=… psql -h db`.
    const word = wordAt(at)
    if (whole.endsWith('=') && word.end < bare.end && isBareSecret(text, word, true)) yield word
  }
}

/** @param needsProof whether a plain word there means nothing */
function isBareSecret(text: string, { start, end }: Place, needsProof: boolean): boolean {
  const value = text.slice(start, end)
  // Something nested begins there, or a text over several lines.
  if (!isSecretText(value) || /^[|>][-+\d]{0,2}$|^[[{]/.test(value)) return false
  return !needsProof || !isPlain(value)
}

/** An environment entry, in JSON, in YAML and as Go prints it: `{"name":"DB_PASSWORD","value":"…"}`. */
function* namedValues(text: string): Generator<Place> {
  const restOfLine = linesOf(text)
  const named =
    /\b[nN]ame(?:\\*["'])?\s{0,9}:\s{0,9}(?:\\*["'])?([\w.-]{1,128})(?:\\*["'])?(?:\s{0,9},\s{0,200}|\s{1,200})(?:\\*["'])?[vV]alue(?:\\*["'])?\s{0,9}:[ \t]{0,9}/g
  for (const match of text.matchAll(named)) {
    if (!isSecretKey(match[1] ?? '')) continue
    const at = match.index + match[0].length
    const found = quotedAt(text, at) ?? restOfLine(at)
    if (isSecretText(text.slice(found.start, found.end))) yield found
  }
}

/** XML: an element called like a secret, or a property that is. */
const elementForms: readonly RegExp[] = [
  /<([A-Za-z_][\w.:-]{0,127})(?:\s[^<>]{0,200})?>([^<>]{1,4096})(?=<\/)/g,
  /\b(?:name|key)=["']([\w.-]{1,128})["']\s{1,200}value=["']([^"'<>]{1,4096})/gi,
  /<name>\s{0,200}([\w.-]{1,128})\s{0,200}<\/name>\s{0,200}<value>([^<>]{1,4096})/gi,
]

function* elements(text: string): Generator<Place> {
  for (const form of elementForms) {
    for (const match of text.matchAll(form)) {
      const [whole, key = '', secret = ''] = match
      const end = match.index + whole.length
      if (isSecretKey(key) && isSecretText(secret.trim()))
        yield { start: end - secret.trimStart().length, end: end - secret.length + secret.trimEnd().length }
    }
  }
}

/** `Authorization: Bearer …`, and `Bearer …` alone where it is followed by more than a word. */
function* headers(text: string): Generator<Place> {
  const scheme =
    /(authorization["']?\s{0,9}[:=]\s{0,9}["']?\s{0,9})?\b(?:Bearer|Basic|Token|ApiKey)[ \t]{1,9}([^\s"'`,;<>\\()[\]{}]{4,8192})/gi
  for (const match of text.matchAll(scheme)) {
    const [whole, header, value = ''] = match
    if (isReference(value) || (header === undefined && isPlain(value))) continue
    const start = match.index + whole.length - value.length
    yield { start, end: start + value.length }
  }
}

/** Statements and settings in which the password stands last: of SQL, redis, .netrc, .pgpass, htpasswd. */
const lastWords: readonly RegExp[] = [
  /\b(?:password|identified(?:\s{1,9}with\s{1,9}\w{1,64})?\s{1,9}by)\s{1,9}'((?:[^'\n]|''){1,1024})(?=')/gi,
  /\bpassword\s{1,9}"([^"\n]{1,1024})(?=")/gi,
  /^[ \t]{0,100}(?:requirepass|masterauth|bindpw|rootpw)[ \t]{1,100}(\S{1,1024})/gm,
  /\blogin\s{1,9}\S{1,256}\s{1,9}password\s{1,9}(\S{1,1024})/g,
  /^[ \t]{0,100}[\w.*-]{1,253}:(?:\d{1,5}|\*):[^:\s]{1,128}:[^:\s]{1,128}:(\S{1,1024})/gm,
  /^[ \t]{0,100}[^:\s]{1,128}:(\$(?:2[aby]|apr1|1|5|6)\$\S{1,512})/gm,
]

function* statements(text: string): Generator<Place> {
  for (const pattern of lastWords) {
    for (const match of text.matchAll(pattern)) {
      const [whole, secret = ''] = match
      const end = match.index + whole.length
      if (isSecretText(secret)) yield { start: end - secret.length, end }
    }
  }
}

/** Tokens that can be told by how they begin: of GitHub, GitLab, Slack, Stripe, Vault, npm, Docker, Google; addresses of Slack's hooks; signed JSON. */
const marked =
  /(?<![\w-])(?:gh[pousr]_[A-Za-z0-9]{20,255}|github_pat_\w{20,255}|glpat-[\w-]{16,255}|xox[abeprs]-[\w-]{10,255}|[srp]k_(?:live|test)_\w{10,255}|hvs\.[\w-]{20,255}|npm_\w{30,255}|dckr_pat_[\w-]{20,255}|AIza[\w-]{30,255}|hooks\.slack\.com\/(?:services|triggers|workflows)\/[\w/+-]{10,255}|eyJ[\w-]{8,4096}\.eyJ[\w-]{8,8192}\.[\w-]{8,4096})/g

function* markedTokens(text: string): Generator<Place> {
  for (const { index, 0: token } of text.matchAll(marked)) yield { start: index, end: index + token.length }
}
