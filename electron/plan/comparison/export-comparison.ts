import type { ComparedHook, ComparedObject, ComparedSide, Comparison, KeyChange } from '@shared/model/comparison'
import type { PlanFormat } from '@shared/model/plan'
import { createSecretSet, type SecretSet } from '../../masking/secret-set'
import { pathText } from '../compare/diff-objects'
import { nameOf } from '../sides/object-key'
import { filePatch } from '../sharing/file-patch'
import { code, fieldLine, imageLine, plain, section } from '../sharing/markdown'
import { comparedTexts, pairsOf, pairTexts, type TextSides } from './compared-texts'
import type { ObjectPair } from './paired-sides'

/** A comparison and what was asked for. */
export interface ExportedComparison {
  readonly comparison: Comparison
  readonly asked: { readonly from: ComparedSide; readonly to: ComparedSide }
}

/** A comparison as one text, secrets masked. @param sidesOf reads both sides, which only a patch needs */
export function exportComparison(exported: ExportedComparison, sidesOf: () => TextSides, format: PlanFormat): string {
  const { comparison, asked } = exported
  switch (format) {
    case 'json':
      return `${JSON.stringify({ ...asked, ...withoutId(comparison) }, null, 2)}\n`
    case 'patch':
      return patchOf(comparison, sidesOf())
    case 'markdown':
      return markdownOf(exported)
  }
}

/** What both sides turned out to be stands beside what they were asked for. */
function withoutId({ from: fromFacts, to: toFacts, ...rest }: Comparison): object {
  return { facts: { from: fromFacts, to: toFacts }, ...rest }
}

/** One file for each text and object that differs. */
function patchOf({ objects, hooks }: Comparison, sides: TextSides): string {
  const changed = new Set([...objects, ...hooks].flatMap(({ id, state }) => (state === 'same' ? [] : id)))
  const set = createSecretSet(sides.secrets)
  const files = (text: 'manifest' | 'hooks', folder: string): string[] =>
    pairsOf(sides, text).flatMap((pair) => (changed.has(pair.id) ? pairPatch(pair, folder, sides.secrets, set) : []))
  const whole = (text: 'values' | 'notes', name: string): string => {
    const { before, after } = comparedTexts(sides, text, undefined)
    return filePatch({ from: name, before: before ?? '', after: after ?? '' })
  }
  const objectFiles = [...files('manifest', ''), ...files('hooks', 'hooks/')]
  return [whole('values', 'values.yaml'), ...objectFiles, whole('notes', 'notes.txt')].join('')
}

function pairPatch(pair: ObjectPair, folder: string, secrets: readonly string[], set: SecretSet): string {
  const { before, after } = pairTexts([pair], secrets)
  const name = (one: ObjectPair['before']): string => {
    const { kind, name: own } = nameOf((one ?? pair.before ?? pair.after)?.object ?? { kind: '', metadata: {} })
    const path = [pair.namespace, kind, own].filter((part) => part !== '').map((part) => set.mask(part).text)
    return `${folder}${path.join('/')}.yaml`
  }
  return filePatch({ from: name(pair.before), to: name(pair.after), before: before ?? '', after: after ?? '' })
}

function markdownOf({ comparison, asked }: ExportedComparison): string {
  const { values, computedValues, objects, hooks, images, chart, notesDiffer, remarks } = comparison
  const lines = [
    `## ${sideOf(asked.from)} compared with ${sideOf(asked.to)}`,
    '',
    ...section('Remarks', remarks.map(plain)),
    ...section('User-supplied values', keyLines(values)),
    ...section('All values', keyLines(computedValues)),
    ...section('Objects', objects.flatMap(objectLines), ''),
    ...section('Hooks', hooks.flatMap(objectLines), ''),
    ...section('Images', images.flatMap(imageLine)),
    ...section('Chart', keyLines(chart)),
    ...section('Notes', notesDiffer ? ['They differ.'] : []),
  ]
  const text = lines.join('\n').trimEnd()
  return `${lines.length > 2 ? text : `${text}\n\nNo differences.`}\n`
}

function sideOf(side: ComparedSide): string {
  if (side.kind === 'chart') return `chart ${code(`${side.chart} ${side.version}`.trim())}`
  return `${code(side.name)} revision ${side.revision} in ${code(side.namespace)} on ${code(side.context)}`
}

function keyLines({ changes, count }: Comparison['values']): string[] {
  const more = count - changes.length
  return [...changes.map(keyLine), ...(more > 0 ? [`and ${more} more keys`] : [])]
}

function keyLine(change: KeyChange): string {
  const { path, movedTo } = change
  if (movedTo === undefined) return fieldLine(change)
  return `${code(pathText(path))} moved to ${code(pathText(movedTo))}`
}

function objectLines(object: ComparedObject | ComparedHook): string[] {
  const { state, kind, name, newName, fields, fieldCount } = object
  if (state === 'same') return []
  const namespace = 'namespace' in object ? object.namespace : ''
  const more = fieldCount - fields.length
  return [
    `- ${state}: ${kind} ${code(name)}${newName === '' ? '' : ` → ${code(newName)}`}${namespace === '' ? '' : ` in ${code(namespace)}`}`,
    ...fields.map((field) => `  - ${fieldLine(field)}`),
    ...(more > 0 ? [`  - and ${more} more fields`] : []),
  ]
}
