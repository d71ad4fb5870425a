import { counted } from '@shared/counted'
import type { Drift, DriftField, DriftFormat, DriftObject } from '@shared/model/drift'
import { pathText } from '../compare/diff-objects'
import { code, plain, section, side } from './markdown'

/** What a check has found, as one text. */
export function exportDrift(drift: Drift, format: DriftFormat): string {
  return format === 'json' ? `${JSON.stringify(drift, null, 2)}\n` : markdownOf(drift)
}

function markdownOf(drift: Drift): string {
  const { name, namespace, context, revision, checkedAt, objects, notes } = drift
  const differing = objects.filter((object) => object.fields.some(({ expected }) => expected === ''))
  const expecting = objects.filter((object) => object.fields.some(({ expected }) => expected !== ''))
  const missing = objects.filter(({ state }) => state === 'missing')
  const lines = [
    `## Drift of ${code(name)} in ${code(namespace)} on ${code(context)}`,
    '',
    `Held against revision ${revision}, ${checkedAt}. ${countsOf(drift)}`,
    '',
    ...section('Notes', notes.map(plain)),
    ...section(
      'Not from this release',
      [
        ...differing.flatMap((object) => linesOf(object, false)),
        ...missing.map((object) => `- missing: ${named(object)}${whyOf(object)}`),
      ],
      '',
    ),
    ...section(
      'Not compared',
      objects.filter(({ state }) => state === 'unknown').map((object) => `${named(object)}${whyOf(object)}`),
    ),
    ...section(
      'Expected',
      expecting.flatMap((object) => linesOf(object, true)),
      '',
    ),
  ]
  return `${lines.join('\n').trimEnd()}\n`
}

function countsOf({ counts, objects }: Drift): string {
  const { fields, missing, expected, unknown } = counts
  const parts = [
    ...[`${counted(fields, 'field')} not from this release`, `${counted(missing, 'object')} missing`],
    ...(expected > 0 ? [`${counted(expected, 'field')} expected`] : []),
    ...(unknown > 0 ? [`${counted(unknown, 'object')} not compared`] : []),
  ]
  return `Of ${counted(objects.length, 'object')}: ${parts.join(', ')}.`
}

function named({ kind, name, namespace }: DriftObject): string {
  return `${kind} ${code(name)}${namespace === '' ? '' : ` in ${code(namespace)}`}`
}

function whyOf({ why }: DriftObject): string {
  return why === '' ? '' : `: ${plain(why)}`
}

function linesOf(object: DriftObject, isExpected: boolean): string[] {
  const fields = object.fields.filter(({ expected }) => (expected !== '') === isExpected)
  const more = isExpected ? 0 : object.fieldCount - object.fields.length
  return [
    `- ${named(object)}`,
    ...fields.map(fieldLine),
    ...(more > 0 ? [`  - and ${counted(more, 'more field')}`] : []),
  ]
}

function fieldLine({ path, stored, live, masked, manager, time, expected }: DriftField): string {
  const sides = masked === true ? 'changed, masked' : `${side(stored)} → ${side(live)}`
  const by = manager === '' ? '' : `, by ${code(manager)}`
  const since = time === '' ? '' : ` ${time}`
  return `  - ${code(pathText(path))}: ${sides}${by}${since}${expected === '' ? '' : `. ${plain(expected)}`}`
}
