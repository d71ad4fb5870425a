import { isWords } from './plain-words'

/** How a form has to stand in a text to be taken for the secret. */
export type Standing =
  /** Anywhere. */
  | 'part'
  /** As a word of its own: short ones, and words of a language, are parts of others by chance. */
  | 'word'
  /** Between quotes: of one or two characters. */
  | 'quoted'
  /** In base64, of which all that belongs to it is one text: it may hold more than the secret (`user:password`). */
  | 'base64'

export interface Form {
  readonly text: string
  readonly standing: Standing
}

/** Shorter ones are in every text by chance. */
const partLength = 6
const wordLength = 3
/** A line of a secret of several lines that is worth looking for alone. */
const lineLength = 8
const maxLines = 500
/** Longer ones are looked for as they are, in JSON and in base64; nobody writes them into an address. */
const shortLength = 4_096

/** Every form in which a secret may travel, each once. */
export function formsOf(secret: string): Form[] {
  const forms = new Map<string, Standing>()
  const add = (text: string, standing = standingOf(text)): void => {
    if (text !== '' && !forms.has(text)) forms.set(text, standing)
  }
  const trimmed = secret.trim()
  for (const text of new Set([secret, trimmed])) {
    add(text)
    // As it is put into a sentence.
    add(text.replaceAll(/\s+/g, ' ').trim())
    for (const escaped of escapedForms(text)) add(escaped)
    if (/^[1-9]\d{6,20}$/.test(text)) add(goNumber(text))
  }
  if (trimmed.includes('\n')) for (const line of lineForms(trimmed)) add(line)
  for (const text of new Set([secret, trimmed])) addEncoded(text, add)
  return [...forms].map(([text, standing]) => ({ text, standing }))
}

/** A password like `postgres` is a word of image and host names too: there it stands as a part, and stays. */
function standingOf(text: string): Standing {
  if (text.length < wordLength) return 'quoted'
  return text.length < partLength || isWords(text) ? 'word' : 'part'
}

/** As it is quoted: in JSON (and in JSON within JSON), by Go (%q, and its JSON, which escapes <, > and &), in YAML, a shell, HTML. */
function escapedForms(text: string): string[] {
  const json = JSON.stringify(text).slice(1, -1)
  const go = json.replaceAll(/[<>&\u2028\u2029]/g, unicodeEscape)
  if (text.length > shortLength) return [json, go]
  const twice = JSON.stringify(json).slice(1, -1)
  const html = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
  return [
    json,
    go,
    json.replaceAll(/[^\u0020-\u007e]/g, unicodeEscape),
    twice,
    JSON.stringify(twice).slice(1, -1),
    JSON.stringify(go).slice(1, -1),
    text.replaceAll("'", "''"),
    text.replaceAll("'", `'\\''`),
    html,
    html.replaceAll('"', '&#34;').replaceAll("'", '&#39;'),
    html.replaceAll('"', '&quot;'),
  ]
}

/** As a template prints a whole number that stands in values: 12345678 as 1.2345678e+07. */
function goNumber(digits: string): string {
  const [mantissa = '', exponent = ''] = Number(digits).toExponential().split('e+')
  return `${mantissa}e+${exponent.padStart(2, '0')}`
}

function unicodeEscape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
}

/** Its lines one by one, and all of them on one. What frames a key says nothing. */
function lineForms(text: string): string[] {
  const lines = text.split(/\r?\n/).map((line) => line.trim())
  const worthy = lines
    .slice(0, maxLines)
    .filter((line) => line.length >= lineLength && !/^-----(BEGIN|END) /.test(line))
  return [lines.join(' '), lines.join(''), lines.join('\\n'), lines.join('\\r\\n'), ...worthy]
}

function addEncoded(text: string, add: (form: string, standing?: Standing) => void): void {
  if (text.length >= wordLength) for (const form of base64Forms(text)) add(form, 'base64')
  if (text.length > shortLength) return
  for (const form of addressForms(text)) add(form)
  const hex = Buffer.from(text, 'utf8').toString('hex')
  if (text.length >= partLength) for (const form of [hex, hex.toUpperCase()]) add(form, 'part')
}

/** As JavaScript and as Go write it into an address, with either case of hexadecimal digits. */
function addressForms(text: string): string[] {
  let whole: string
  try {
    whole = encodeURIComponent(text)
  } catch {
    // Half of a character cannot be encoded.
    return []
  }
  const strict = whole.replaceAll(/[!'()*~]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
  const path = encodeURI(text)
  const all = [whole, strict, strict.replaceAll('%7E', '~'), path]
  const withPlus = all.map((form) => form.replaceAll('%20', '+'))
  return [...all, ...withPlus].flatMap((form) => [form, form.replaceAll(/%[0-9A-F]{2}/g, (code) => code.toLowerCase())])
}

/**
 * What base64 of any text around the secret always holds: its bytes begin at the first, second or third of a group. A short
 * secret only as a whole: of its parts too little is left to be told from chance.
 */
function base64Forms(text: string): string[] {
  const bytes = Buffer.from(text, 'utf8')
  const whole = bytes.toString('base64').replace(/=+$/, '')
  const forms = bytes.length < partLength ? [whole] : [0, 1, 2].map((before) => core(bytes, before))
  return forms.flatMap((form) => [form, form.replaceAll('+', '-').replaceAll('/', '_')])
}

function core(bytes: Buffer, before: number): string {
  const padded = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64')
  return padded.slice(Math.ceil((before * 8) / 6), Math.floor(((before + bytes.length) * 8) / 6))
}
