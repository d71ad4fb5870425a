/**
 * How deeply a value may be nested. Charts come to some thirty levels; schemas, copies between threads and YAML writers walk a
 * value level by level and end in a stack overflow at some thousands. helm itself reads ten thousand.
 */
export const maxDepth = 500

/** Whether JSON is nested more deeply than can be read safely. One walk over the text, whatever it is. */
export function isDeepJson(json: string): boolean {
  let depth = 0
  for (let at = 0; at < json.length; at++) {
    const code = json.charCodeAt(at)
    if (code === quote) at = endOfString(json, at)
    else if (code === openBrace || code === openBracket) {
      if (++depth > maxDepth) return true
    } else if (code === closeBrace || code === closeBracket) depth -= 1
  }
  return false
}

const quote = 0x22
const openBracket = 0x5b
const closeBracket = 0x5d
const openBrace = 0x7b
const closeBrace = 0x7d

/** The closing quote's place, or the text's end. */
function endOfString(json: string, at: number): number {
  let next = json.indexOf('"', at + 1)
  while (next >= 0) {
    let slashes = 0
    while (json.charCodeAt(next - 1 - slashes) === 0x5c) slashes += 1
    if (slashes % 2 === 0) return next
    next = json.indexOf('"', next + 1)
  }
  return json.length
}
