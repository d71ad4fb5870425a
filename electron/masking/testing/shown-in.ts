import { base64 } from './spots'

/** A secret and where it was first put. */
export interface Planted {
  readonly secret: string
  readonly place: string
}

/** The secrets that a text shows, in any form that says as much. */
export function shownIn(text: string, planted: readonly Planted[]): Planted[] {
  return planted.filter(({ secret }) => traces(secret).some((trace) => stands(text, trace, secret.length < 6)))
}

function traces(secret: string): string[] {
  const lines = secret.includes('\n') ? secret.split('\n') : []
  const encoded = secret.length < 6 ? [base64(secret)] : [0, 1, 2].map((before) => middle(secret, before))
  const plain = [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1), secret.replaceAll('\n', '')]
  return [
    ...new Set([
      ...plain,
      ...lines,
      ...encoded,
      ...encoded.map((one) => one.replaceAll('+', '-').replaceAll('/', '_')),
    ]),
  ]
}

/** What base64 of any text around a secret holds. */
function middle(secret: string, before: number): string {
  const bytes = Buffer.from(secret, 'utf8')
  const all = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64')
  return all.slice(before === 0 ? 0 : 4, Math.floor(((before + bytes.length) * 8) / 6))
}

function stands(text: string, trace: string, isWord: boolean): boolean {
  for (let at = text.indexOf(trace); at >= 0; at = text.indexOf(trace, at + 1)) {
    const around = `${text.charAt(at - 1)}${text.charAt(at + trace.length)}`
    if (!isWord || !/\w/.test(around)) return true
  }
  return false
}
