import { CompletionItemKind, type CompletionItem } from 'vscode-languageserver-types'
import { goScalar } from '@shared/go-scalar'
import type { GuideView } from '@shared/values-guide/guide-view'
import type { Completion } from './language'
import { textAround } from './around'
import { placeAt, type WritingPlace } from './place'
import { docsOf, typeWords } from './place-words'
import { plainText } from './plain-text'
import type { YamlService } from './yaml-service'

/**
 * What can be written at an offset. The service knows which keys and values fit; what is inserted, and what is said of it, is
 * made here.
 */
export async function completeAt(
  service: YamlService,
  view: GuideView,
  text: string,
  offset: number,
): Promise<readonly Completion[]> {
  const place = placeAt(text, offset)
  if (place === null) return []
  // In brackets and in the items of a list the service needs a key to see that one is written.
  const isHidden = place.isFlow || place.inset > 0 || typeof place.path.at(-1) === 'number'
  const helpers = isHidden ? ['', 'x', 'x: '] : ['']
  const around = textAround(text, offset)
  for (const helper of helpers) {
    const asked = around.text.slice(0, around.offset) + helper + around.text.slice(around.offset)
    const items = await service.complete(asked, around.offset)
    const found = items.flatMap((item) => toCompletion(item, place, view))
    if (found.length > 0) return unique(found)
  }
  return []
}

function unique(found: readonly Completion[]): Completion[] {
  return [...new Map(found.toReversed().map((one) => [`${one.kind} ${one.label}`, one])).values()].toReversed()
}

function toCompletion(item: CompletionItem, place: WritingPlace, view: GuideView): Completion[] {
  const { label, kind, insertText = '' } = item
  const { from, to, path } = place
  if (kind === CompletionItemKind.Property) {
    // A place to fill in a name is no name.
    if (insertText.startsWith('${') || place.kind !== 'key') return []
    const known = path.length === 0 && place.isFlow ? null : view.at([...path, label])
    const docs = known === null ? plainText(docsIn(item)) : docsOf(known, label)
    const insert = keyText(label, known?.types ?? [], place)
    return [{ kind: 'key', label, detail: known === null ? '' : typeWords(known), docs, insert, from, to }]
  }
  if (kind !== CompletionItemKind.Value || label.startsWith('- (array item)') || label === 'Default value') return []
  // A text without a type in the schema is quoted in its label alone.
  const plain = /^(["']).*\1$/.test(label) ? label : withoutPlaces(insertText)
  if (!isFit(plain, place, view)) return []
  const insert = escaped(plain)
  return [{ kind: 'value', label, detail: '', docs: plainText(docsIn(item)), insert, from, to }]
}

/** Default values offer theirs too, and null, where a schema may allow neither. */
function isFit(insert: string, place: WritingPlace, view: GuideView): boolean {
  const known = place.kind === 'value' ? view.at(place.path) : null
  if (known === null) return true
  if (insert === 'null') return known.isRuled && known.types.includes('null')
  const bare = insert.replace(/^(["'])(.*)\1$/, '$2')
  return !known.isRuled || known.choices.length === 0 || known.choices.some((choice) => String(choice) === bare)
}

function docsIn({ documentation }: CompletionItem): string {
  return typeof documentation === 'string' ? documentation : (documentation?.value ?? '')
}

/** With what has to follow the key, and the cursor there. */
function keyText(key: string, types: readonly string[], { hasColon, isFlow, inset }: WritingPlace): string {
  const name = escaped(/^[A-Za-z_][\w./-]*$/.test(key) && goScalar(key) === key ? key : JSON.stringify(key))
  if (hasColon) return name
  const kinds = types.filter((type) => type !== 'null')
  const only = kinds.length === 1 && !isFlow ? kinds[0] : undefined
  const below = `${name}:\n${' '.repeat(inset + 2)}`
  if (only === 'object') return `${below}\${}`
  return only === 'array' ? `${below}- \${}` : `${name}: \${}`
}

/** `${1:0}` is 0 already. */
function withoutPlaces(snippet: string): string {
  return snippet.replaceAll(/\$\{\d+:((?:\\.|[^\\}])*)\}|\$\d+/g, '$1').replaceAll(/\\([$}\\])/g, '$1')
}

/** Braces have a meaning in what is inserted. */
function escaped(text: string): string {
  return text.replaceAll(/[{}]/g, String.raw`\$&`)
}
