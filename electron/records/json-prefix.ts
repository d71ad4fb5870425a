/**
 * Finds members of a JSON object in a text that may end anywhere, without parsing what stands before them.
 * It trusts the text no further than this: on broken JSON it finds nothing, or something that JSON.parse then refuses.
 */

/**
 * Where the value of a member begins.
 * @param at the index of the object's `{`
 * @returns null when the object has no such member, is no object, or the text ends before it
 */
export function findMember(text: string, at: number, name: string): number | null {
  if (text[at] !== '{') return null
  let next = skipSpace(text, at + 1)
  while (text[next] === '"') {
    const keyEnd = endOfString(text, next)
    if (keyEnd === null) return null
    const value = skipSpace(text, skipSpace(text, keyEnd) + 1)
    if (text.slice(next + 1, keyEnd - 1) === name) return value < text.length ? value : null
    const valueEnd = endOfValue(text, value)
    if (valueEnd === null) return null
    next = skipSpace(text, valueEnd)
    if (text[next] !== ',') return null
    next = skipSpace(text, next + 1)
  }
  return null
}

/** The text of the value that begins at `at`; null when it is cut off. */
export function sliceValue(text: string, at: number): string | null {
  const end = endOfValue(text, at)
  return end === null ? null : text.slice(at, end)
}

function endOfValue(text: string, at: number): number | null {
  const first = text[at]
  if (first === '"') return endOfString(text, at)
  if (first === '{' || first === '[') return endOfNested(text, at)
  // A number or a word may go on after a cut, so it has ended only where something else follows.
  const length = text.slice(at, at + 64).search(/[,\]}\s]/)
  return length < 1 ? null : at + length
}

/** Braces are only counted: a mismatch such as `{]` is left for JSON.parse to refuse. */
function endOfNested(text: string, at: number): number | null {
  let depth = 0
  let next = at
  while (next < text.length) {
    const char = text[next]
    if (char === '"') {
      const end = endOfString(text, next)
      if (end === null) return null
      next = end
      continue
    }
    if (char === '{' || char === '[') depth += 1
    if (char === '}' || char === ']') depth -= 1
    next += 1
    if (depth === 0) return next
  }
  return null
}

function endOfString(text: string, at: number): number | null {
  let quote = text.indexOf('"', at + 1)
  while (quote >= 0) {
    let slashes = 0
    while (text[quote - 1 - slashes] === '\\') slashes += 1
    if (slashes % 2 === 0) return quote + 1
    quote = text.indexOf('"', quote + 1)
  }
  return null
}

function skipSpace(text: string, at: number): number {
  let next = at
  while (next < text.length && ' \n\r\t'.includes(text.charAt(next))) next += 1
  return next
}
