import { wantsWords } from '@shared/type-words'

/** Of several faults of one object so many are told. */
const few = 3
/** A value that is longer is left out: what is wrong with it says more. Characters. */
const maxValue = 40
const maxDetail = 200

/**
 * What is wrong with the fields of an object, in words: `spec.ports[0].port: 99999 must be between 1 and 65535`. The forms are
 * those of apimachinery's field errors, of its typed objects and of Go's JSON decoder.
 * @param reason the server's text about one object
 * @param kind the object's, for texts that name fields below it
 * @returns '' where the text is not about fields
 */
export function fieldWords(reason: string, kind: string): string {
  const faults = [...new Set(faultsOf(reason.trim(), kind))]
  const others = faults.length - few
  const more = others > 0 ? `; ${others} more ${others === 1 ? 'fault' : 'faults'}` : ''
  return faults.slice(0, few).join('; ') + more
}

/** Whether a text says that a field cannot be changed at all. */
export function isImmutable(reason: string): boolean {
  return /field is immutable|is immutable after creation|may not change (?:once set|fields other than)|updates to \w+ spec for fields other than/i.test(
    reason,
  )
}

const errorTypes =
  'Invalid value|Required value|Unsupported value|Duplicate value|Forbidden|Too long|Too short|Too many|Too few|Not found|Internal error'
const fieldError = new RegExp(`^(?<field>\\S*): (?<type>${errorTypes})(?:: (?<rest>[\\s\\S]*))?$`)
const nextError = new RegExp(`, (?=\\S*: (?:${errorTypes})(?:[:,\\]]|$))`)

function faultsOf(reason: string, kind: string): string[] {
  const list = /^\[([\s\S]*)\]$/.exec(reason)?.[1] ?? reason
  const told = list.split(nextError).map((part) => fieldErrorWords(part, kind))
  if (told.every((one) => one !== null)) return told
  const lines = reason
    .replace(/^errors:\s*/, '')
    .split('\n')
    .map((line) => typedWords(line.trim(), kind))
  if (lines.every((one) => one !== null)) return lines
  return decoderFaults(reason, kind)
}

/** `spec.replicas: Invalid value: -1: must be …`; null for another form. */
function fieldErrorWords(text: string, kind: string): string | null {
  const { field = '', type, rest = '' } = fieldError.exec(text)?.groups ?? {}
  if (type === undefined) return null
  const place = /^(\[\]|<nil>|patch|)$/.test(field) ? '' : field
  const at = place === '' ? '' : `${place}: `
  switch (type) {
    case 'Required value':
      return `${place === '' ? 'a value' : place} is missing${rest === '' ? '' : `: ${short(rest)}`}`
    case 'Forbidden':
      return `${at}${isImmutable(rest) ? "can't be changed" : short(rest)}`
    case 'Too long':
    case 'Too short':
    case 'Too many':
    case 'Too few':
      return `${place === '' ? 'it' : place} is ${sizes[type] ?? 'wrong'}: ${short(rest)}`
    case 'Internal error':
      return `${at}${short(rest)}`
    default:
      return valueWords({ place, at, type, ...valueAndDetail(rest) }, kind)
  }
}

const sizes: Readonly<Record<string, string>> = {
  'Too long': 'too long',
  'Too short': 'too short',
  'Too many': 'too long a list',
  'Too few': 'too short a list',
}

interface WrongValue {
  readonly place: string
  readonly at: string
  readonly type: string
  readonly value: string
  readonly detail: string
}

function valueWords({ place, at, type, value, detail }: WrongValue, kind: string): string {
  const decoded = decoderFaults(detail, kind)
  if (decoded.length > 0) return decoded.join('; ')
  if (isImmutable(detail)) return `${place} can't be changed`
  const shown = kind === 'Secret' ? '' : shownValue(value)
  if (type === 'Duplicate value') return `${at}${shown === '' ? 'a value' : shown} is listed twice`
  if (type === 'Not found') return `${at}${shown === '' ? 'what it names' : shown} doesn't exist`
  if (type === 'Unsupported value') {
    const choice = /^supported values: (.*)/s.exec(detail)?.[1]
    return `${at}${shown === '' ? 'it' : shown} is not ${choice === undefined ? 'supported' : `one of ${short(choice)}`}`
  }
  const [, wanted, is] = /^\S* in body must be of type (\w+): "(\w+)"/.exec(detail) ?? []
  if (wanted !== undefined && is !== undefined) return `${at}${wantsWords(wanted, is)}`
  const what = short(detail.startsWith(`${place} in body `) ? detail.slice(`${place} in body `.length) : detail)
  if (shown === '') return `${at}${what === '' ? 'its value is refused' : what}`
  return `${at}${shown}${/^(?:must|may|should|is|does|has|cannot|exceeds)\b/.test(what) ? '' : ':'} ${what}`
}

/** A value as Go writes it, and what stands behind it. */
function valueAndDetail(rest: string): { value: string; detail: string } {
  const quoted = /^"(?:[^"\\]|\\.)*"/.exec(rest)?.[0]
  if (quoted !== undefined) return { value: quoted, detail: rest.slice(quoted.length).replace(/^: /, '') }
  const isWhole = /^(?:[\w.*&[\]]+)?[{[]/.test(rest)
  const end = isWhole ? Math.max(rest.lastIndexOf('}: '), rest.lastIndexOf(']: ')) + 1 : rest.indexOf(': ')
  if (end <= 0) return { value: rest, detail: '' }
  return { value: rest.slice(0, end), detail: rest.slice(end).replace(/^: /, '') }
}

/** Whole objects say nothing, and may hold anything; `"object"` is the type of one. */
function shownValue(value: string): string {
  const isPlain = value.length <= maxValue && !/[{[]|^"(?:object|array)"$/.test(value)
  return isPlain ? value : ''
}

function short(text: string): string {
  const plain = text
    .replace(/ \(e\.g\. [\s\S]*$/, '')
    .replace(/, inclusive$/, '')
    .trim()
  return plain.length > maxDetail ? `${plain.slice(0, maxDetail - 1)}…` : plain
}

/** `.spec.replicaz: field not declared in schema`; null for another form. */
function typedWords(line: string, kind: string): string | null {
  const [, path, said = ''] = /^\.?((?:[^\s:"]|"[^"]*")+): ([\s\S]*)$/.exec(line) ?? []
  if (path === undefined) return null
  if (said === 'field not declared in schema') return unknownField(path, kind)
  const [, wanted, got] = /^expected (\w+)[^,]*, got (.*)/s.exec(said) ?? []
  if (wanted !== undefined && got !== undefined) return `${path}: ${wantsWords(wanted, typeOfGo(got))}`
  const key = /^duplicate entries for key \[(.*)\]/.exec(said)?.[1]
  return key === undefined ? null : `${path}: two entries have the same ${key.replaceAll(',', ', ')}`
}

function unknownField(path: string, kind: string): string {
  return `${path} is not a field of ${kind === '' ? 'this kind' : kind}`
}

/** What a value is that Go prints. Never the value itself. */
function typeOfGo(got: string): string {
  if (/^\w+$/.test(got)) return got
  const value = /^&?(?:value\.\w+)?\{(?:Value:)?([\s\S]*)\}$/.exec(got)?.[1] ?? ''
  if (/^-?\d/.test(value) && !Number.isNaN(Number(value))) return 'number'
  if (value === 'true' || value === 'false') return 'bool'
  if (value.startsWith('map[')) return 'object'
  return value.startsWith('[') ? 'array' : 'string'
}

/** What Go's decoders say: `json: cannot unmarshal string into Go struct field DeploymentSpec.spec.replicas of type int32`. */
function decoderFaults(text: string, kind: string): string[] {
  const unknown = [...text.matchAll(/unknown field "([^"]+)"/g)].map(([, path = '']) => unknownField(path, kind))
  if (unknown.length > 0) return unknown
  const [, got, field = '', wanted = ''] =
    /cannot unmarshal (\w+)(?: \S+)? into Go (?:struct field (\S+)|value) of type (\S+)/.exec(text) ?? []
  if (got !== undefined) {
    const place = field.replace(/^[^.]*\./, '')
    return [`${place === '' ? '' : `${place}: `}${wantsWords(wanted, got)}`]
  }
  const invalid = /invalid type for \S+?: got "(\w+)", expected "(\w+)"/.exec(text)
  const at = /ValidationError\(\w+\.?([^)]*)\)/.exec(text)?.[1] ?? ''
  const place = at === '' ? '' : `${at}: `
  if (invalid !== null) return [`${place}${wantsWords(invalid[2] ?? '', invalid[1] ?? '')}`]
  const missing = /missing required field "([^"]+)"/.exec(text)?.[1]
  if (missing !== undefined) return [`${at === '' ? missing : `${at}.${missing}`} is missing`]
  if (/illegal base64 data/.test(text)) return ['a value in its data is not base64']
  if (/quantities must match the regular expression/.test(text))
    return ['a quantity (CPU, memory, size) is not a number with a unit']
  const [, nothing] = /^(apiVersion|kind) not set/.exec(text) ?? []
  return nothing === undefined ? [] : [`${nothing} is missing`]
}
