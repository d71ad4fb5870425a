/** No object of Kubernetes is nested deeper; its own limit is ten times as much, which no stack likes. */
const maxDepth = 1_000
/** Of values, members and items: an answer of 8 MiB with ordinary objects has a third of it. */
const maxParts = 1_000_000

export type JsonRead =
  | { readonly kind: 'ok'; readonly value: unknown }
  | { readonly kind: 'no-json' }
  /** Nobody should read it; with the reason, a sentence. */
  | { readonly kind: 'strange'; readonly reason: string }

/**
 * Parses a text that a stranger wrote: one that is small in bytes can still take seconds, gigabytes, or the whole stack of
 * whoever looks at it later. 8 MiB are looked through in 10 ms.
 */
export function readJson(text: string): JsonRead {
  const reason = strangeness(text)
  if (reason !== null) return { kind: 'strange', reason }
  try {
    return { kind: 'ok', value: JSON.parse(text) as unknown }
  } catch {
    return { kind: 'no-json' }
  }
}

const quote = 0x22
const comma = 0x2c
const openBracket = 0x5b
const closeBracket = 0x5d
const openBrace = 0x7b
const closeBrace = 0x7d

function strangeness(text: string): string | null {
  let depth = 0
  let parts = 0
  for (let at = 0; at < text.length; at++) {
    switch (text.charCodeAt(at)) {
      case quote:
        at = endOfString(text, at)
        break
      case comma:
        parts++
        break
      case openBracket:
      case openBrace:
        parts++
        if (++depth > maxDepth) return `It is nested more than ${maxDepth} levels deep.`
        break
      case closeBracket:
      case closeBrace:
        depth--
        break
    }
  }
  return parts > maxParts ? `It has more than ${maxParts} parts.` : null
}

/** Where the string that begins at a quote ends. */
function endOfString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end !== -1; end = text.indexOf('"', end + 1)) {
    let slashes = 0
    while (text.charAt(end - 1 - slashes) === '\\') slashes++
    if (slashes % 2 === 0) return end
  }
  return text.length
}
