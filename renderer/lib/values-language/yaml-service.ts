import { TextDocument } from 'vscode-languageserver-textdocument'
import type { CompletionItem, CompletionList } from 'vscode-languageserver-types'
import { getLanguageService, SchemaPriority } from 'yaml-language-server/out/src/languageservice/yamlLanguageService.js'
import { maskDirectives } from './mask-directives'

/** One schema of several that apply to the same values. */
export interface PlacedSchema {
  /** Under which keys it applies: [] for all of the values. */
  readonly path: readonly string[]
  readonly text: string
}

/** What completes one text after another. */
export interface YamlService {
  readonly complete: (text: string, offset: number) => Promise<readonly CompletionItem[]>
}

const folder = 'file:///wheelhouse/'
const root = `${folder}root.json`

/**
 * The language service with the schemas of one chart. It asks nobody: what is not among these schemas can't be had.
 * @param placed those of the chart, of charts inside it, and those that were made of default values
 */
export function createYamlService(placed: readonly PlacedSchema[]): YamlService {
  const texts = new Map(placed.map(({ text }, at) => [`${folder}schema-${at}.json`, text]))
  texts.set(root, JSON.stringify({ allOf: placed.map(({ path }, at) => under(path, `${folder}schema-${at}.json`)) }))
  const service = getLanguageService({
    schemaRequestService: (uri: string) => {
      const text = texts.get(uri)
      return text === undefined ? Promise.reject(new Error('Not a schema of this chart.')) : Promise.resolve(text)
    },
    workspaceContext: { resolveRelativePath: (path: string) => path },
    clientCapabilities: {},
  })
  service.configure({
    validate: false,
    hover: false,
    completion: true,
    yamlVersion: '1.1',
    hoverSchemaSource: false,
    disableDefaultProperties: true,
    indentation: '  ',
    schemas: [{ uri: root, fileMatch: ['*.yaml'], priority: SchemaPriority.Settings }],
  })
  const documentOf = keepDocument()
  return {
    complete: async (text, offset) => {
      const document = documentOf(text)
      const list = (await service.doComplete(document, document.positionAt(offset), false)) as CompletionList | null
      return list?.items ?? []
    },
  }
}

/** A schema for what is under some keys. */
function under(path: readonly string[], uri: string): object {
  return path.reduceRight<object>((inner, key) => ({ properties: { [key]: inner } }), { $ref: uri })
}

/** All services share what they have parsed, by the version: no two texts may have the same. */
let version = 0

/** The service keeps what it has parsed as long as it is given the same document. */
function keepDocument(): (text: string) => TextDocument {
  let last: { readonly text: string; readonly document: TextDocument } | null = null
  return (text) => {
    if (last?.text !== text) {
      const document = TextDocument.create(`${folder}values.yaml`, 'yaml', (version += 1), maskDirectives(text))
      last = { text, document }
    }
    return last.document
  }
}
