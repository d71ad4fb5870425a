import { parseAllDocuments, visit, type Document } from 'yaml'

/** The documents of a text as helm's reader sees them: YAML 1.1, of two equal keys the last one. */
export function parse(text: string): Document.Parsed[] {
  const options = { version: '1.1', uniqueKeys: false, strict: false, prettyErrors: false, logLevel: 'silent' } as const
  const parsed = parseAllDocuments(text, options)
  return 'empty' in parsed ? [] : parsed
}

/** `---` alone, or `null`: helm takes both for no values. */
export function isNothing({ contents }: Document.Parsed): boolean {
  return contents === null || ('value' in contents && contents.value === null)
}

/** Where texts stand in which a line has no meaning of its own. */
export interface Sheltered {
  readonly quotes: boolean
  readonly blocks: boolean
  readonly brackets: boolean
}

/** A test whether an offset is inside of what is asked for. */
export function shelterOf(documents: readonly Document.Parsed[], kinds: Sheltered): (offset: number) => boolean {
  const ranges: (readonly [number, number])[] = []
  const take = (range: readonly [number, number, number] | null | undefined): void => {
    if (range) ranges.push([range[0], range[1]])
  }
  for (const document of documents) {
    visit(document, {
      Scalar: (_, { range, type }) => {
        const isQuote = type === 'QUOTE_DOUBLE' || type === 'QUOTE_SINGLE'
        if ((isQuote && kinds.quotes) || (type?.startsWith('BLOCK') === true && kinds.blocks)) take(range)
      },
      Collection: (_, { range, flow }) => {
        if (flow === true && kinds.brackets) take(range)
      },
    })
  }
  return (offset) => ranges.some(([from, to]) => offset >= from && offset < to)
}
