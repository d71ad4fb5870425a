import type * as Yaml from 'yaml'
import type { CST, Document, LineCounter, Scalar } from 'yaml'
import { createGoBuilder, GoYamlFault, startOf } from '@shared/go-yaml-value'
import { yamlWords } from '@shared/yaml-words'

/** YAML as kubectl and helm read a kubeconfig. */
export type GoYaml =
  | {
      readonly kind: 'ok'
      /** What JSON can hold. */
      readonly value: unknown
      /** The line of what stands at a path, or of what should hold it; counted from 1. */
      readonly lineAt: (path: readonly PropertyKey[]) => number | undefined
      /** The scalar at a path as it is written. */
      readonly sourceAt: (path: readonly PropertyKey[]) => string | undefined
    }
  | { readonly kind: 'bad'; readonly reason: string; readonly line: number | undefined }

/** What YAML does not allow in a text (go-yaml's reader.go). */
const controlCharacter = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u0084\u0086-\u009f\ufffe\uffff]/

/**
 * Reads the first document of a text as client-go does (sigs.k8s.io/yaml on go.yaml.in/yaml/v2): what follows it is not
 * looked at, of equal keys the last counts, a merge (<<) counts where it stands, aliases are bounded.
 * @returns never rejects; a fault has a sentence for a person, in which nothing of the text is repeated
 */
export async function readGoYaml(source: string): Promise<GoYaml> {
  const text = source.replaceAll(/\r\n?/g, '\n')
  const control = text.search(controlCharacter)
  if (control >= 0) return bad('It contains a control character.', text.slice(0, control).split('\n').length)
  // Lazy: nobody needs a YAML parser before the first paint.
  const yaml = await import('yaml')
  const lines = new yaml.LineCounter()
  const lineOf = (offset: number): number => lines.linePos(offset).line
  try {
    // `strict` would refuse brackets that end at the line's beginning, which kubectl takes.
    const options = {
      schema: 'failsafe',
      uniqueKeys: false,
      strict: false,
      logLevel: 'silent',
      keepSourceTokens: true,
    } as const
    const tokens = tokensOf(yaml, text, lines)
    const document = [...first(new yaml.Composer(options).compose(tokens, true, text.length))][0]
    if (document === undefined) return bad("It can't be read as YAML.")
    const fault = faultOf(yaml, document)
    if (fault !== undefined) return bad(fault.reason, lineOf(Math.min(fault.offset, Math.max(0, text.length - 1))))
    const value = createGoBuilder(yaml, document)(document.contents)
    return { kind: 'ok', value, ...placesIn(document, lineOf) }
  } catch (thrown) {
    if (thrown instanceof GoYamlFault)
      return bad(thrown.message, thrown.offset === undefined ? undefined : lineOf(thrown.offset))
    return bad(thrown instanceof RangeError ? tooDeep : "It can't be read as YAML.")
  }
}

/** What stands in the way of reading it; what stands behind brackets that are the whole document is not looked at. */
function faultOf(
  yaml: typeof Yaml,
  document: Document.Parsed,
): { readonly reason: string; readonly offset: number } | undefined {
  const { contents, errors, warnings, directives } = document
  const end = yaml.isCollection(contents) && contents.flow === true ? contents.range[1] : Number.POSITIVE_INFINITY
  const fault =
    errors.find(({ code, pos }) => code !== 'UNEXPECTED_TOKEN' || pos[0] < end) ??
    warnings.find(({ code }) => code === 'BAD_DIRECTIVE')
  if (fault !== undefined) return { reason: yamlWords(fault), offset: fault.pos[0] }
  const { explicit = false, version } = directives.yaml
  if (!explicit || version === '1.1') return undefined
  return { reason: `It says that it is YAML ${version}; kubectl and helm read YAML 1.1.`, offset: 0 }
}

const tooDeep = 'It is nested too deeply.'
/** Go's reader takes ten times as much; what is composed of it here needs the stack for each level. */
const maxDepth = 1_000

/**
 * The tokens of a text, unless they are nested too deeply. A stack that is full cannot be left to the library: in a worker it
 * may end the whole process (V8 gives up where a regular expression is compiled at its very end).
 */
function* tokensOf(yaml: typeof Yaml, text: string, lines: LineCounter): Generator<CST.Token> {
  const parser = new yaml.Parser(lines.addNewLine)
  lines.addNewLine(0)
  for (const lexeme of new yaml.Lexer().lex(text)) {
    yield* parser.next(lexeme)
    if (parser.stack.length > maxDepth) throw new GoYamlFault(tooDeep, parser.offset)
  }
  yield* parser.end()
}

function* first<T>(all: Iterable<T>): Generator<T> {
  for (const one of all) {
    yield one
    return
  }
}

function bad(reason: string, line?: number): GoYaml {
  return { kind: 'bad', reason, line }
}

function placesIn(
  document: Document.Parsed,
  lineOf: (offset: number) => number,
): Pick<Extract<GoYaml, { kind: 'ok' }>, 'lineAt' | 'sourceAt'> {
  const nodeAt = (path: readonly PropertyKey[]): unknown =>
    document.contents === null ? null : document.getIn(path, true)
  return {
    lineAt: (path) => {
      for (let length = path.length; length > 0; length--) {
        const offset = startOf(nodeAt(path.slice(0, length)))
        if (offset !== undefined) return lineOf(offset)
      }
      return undefined
    },
    sourceAt: (path) => (nodeAt(path) as Scalar | null | undefined)?.source,
  }
}
