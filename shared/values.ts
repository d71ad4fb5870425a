import { Lexer } from 'yaml'

/** helm keeps values in a Secret, which ends at 1 MiB. */
export const maxValuesBytes = 1024 * 1024
/** Far above any chart; far below what any parser falls over. */
export const maxValuesDepth = 100

/** Whether a text is longer than helm can keep. */
export function isTooLong(text: string): boolean {
  // A character is one byte at least: a huge text need not be encoded to know it.
  return text.length > maxValuesBytes || new TextEncoder().encode(text).byteLength > maxValuesBytes
}

/**
 * Whether brackets or indicators are nested too deeply. They are counted before anything is parsed: the parser calls
 * itself for each level and builds regular expressions from them, so that half a million brackets would end the whole
 * process (measured), not just the call.
 */
export function isTooDeep(text: string): boolean {
  if (!mayBeTooDeep(text)) return false
  let brackets = 0
  let indicators = 0
  for (const token of new Lexer().lex(text)) {
    if (token === '[' || token === '{') brackets += 1
    else if (token === ']' || token === '}') brackets -= 1
    else if (token === '-' || token === '?') indicators += 1
    else if (token.endsWith('\n')) indicators = 0
    if (brackets > maxValuesDepth || indicators > maxValuesDepth) return true
  }
  return false
}

/** Without as many brackets or indicators there is nothing to tell from texts: a hundred times faster for nearly every text. */
function mayBeTooDeep(text: string): boolean {
  let brackets = 0
  for (let at = 0; at < text.length && brackets <= maxValuesDepth; at++) {
    const code = text.charCodeAt(at)
    if (code === 0x5b || code === 0x7b) brackets += 1
  }
  return brackets > maxValuesDepth || new RegExp(`(?:[-?][ \\t]+){${maxValuesDepth}}`).test(text)
}
