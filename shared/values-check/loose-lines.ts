import { visit, type Document } from 'yaml'
import { parse } from './parse'

/** More are not worth reading the text again for each. */
const maxJoined = 20

/**
 * Reads a text whose brackets or quotes have lines that the parser wants indented: helm's reader does not mind. They are joined,
 * character by character, so that every offset stays.
 * @returns the documents without a mistake in their form; null where there is another mistake.
 */
export function parseLoosely(text: string): readonly Document.Parsed[] | null {
  let joined = text
  for (let round = 0; round <= maxJoined; round++) {
    const documents = parse(joined)
    const [mistake] = documents.flatMap(({ errors }) => errors)
    if (mistake === undefined) return documents
    const start = lastOpening(documents, mistake.pos[0])
    const end = start === null ? null : endOf(joined, start)
    if (start === null || end === null) return null
    const lines = joined.slice(start, end)
    // The end of a document counts in brackets and quotes too.
    if (!lines.includes('\n') || /^(---|\.\.\.)(\s|$)/m.test(lines)) return null
    joined = joined.slice(0, start) + join(lines) + joined.slice(end)
  }
  return null
}

/** Where the last text in quotes or outermost bracket before an offset begins. */
function lastOpening(documents: readonly Document.Parsed[], before: number): number | null {
  const starts: number[] = []
  const take = (range: readonly number[] | null | undefined): void => {
    if (range?.[0] !== undefined && range[0] < before) starts.push(range[0])
  }
  for (const document of documents) {
    visit(document, {
      Scalar: (_, { range, type }) => {
        if (type?.startsWith('QUOTE') === true) take(range)
      },
      Collection: (_, { range, flow }) => {
        if (flow !== true) return undefined
        take(range)
        return visit.SKIP
      },
    })
  }
  return starts.length === 0 ? null : Math.max(...starts)
}

/** Brackets, texts in quotes, comments: what decides where a bracket ends. */
const parts = /"(?:\\[\s\S]|[^"\\])*"|'(?:''|[^'])*'|(?<=[\s[{,])#.*|[[\]{}]/g

/** Behind the end of what begins at an offset; null where it has none. */
function endOf(text: string, start: number): number | null {
  let depth = 0
  for (const { index, 0: part } of text.slice(start).matchAll(parts)) {
    if (part === '[' || part === '{') depth += 1
    else if (part === ']' || part === '}') depth -= 1
    else if (depth > 0 || index > 0) continue
    if (depth <= 0) return start + index + part.length
  }
  return null
}

function join(lines: string): string {
  if (!/^[[{]/.test(lines)) return lines.replaceAll('\n', ' ')
  const isComment = (part: string): boolean => part.startsWith('#')
  return lines.replace(parts, (part) => (isComment(part) ? ' '.repeat(part.length) : part)).replaceAll('\n', ' ')
}
