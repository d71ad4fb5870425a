import type { KnownPlace } from '@shared/values-guide/guide-view'
import { isSecretName } from '@shared/values-guide/soft-schema'
import { plainText } from './plain-text'

/** More choices are a list that nobody reads. */
const mostChoices = 20

/** `integer | string`. */
export function typeWords({ types, isRuled }: KnownPlace): string {
  // Default values may be nulled, each of them: only a schema that says so says something.
  const told = isRuled ? types : types.filter((type) => type !== 'null')
  return (told.length === 0 ? types : told).join(' | ')
}

/** What is known of a key, as plain text. */
export function docsOf(known: KnownPlace, key: string): string {
  const { description, title, choices } = known
  const lines = [
    plainText(description === '' ? title : description),
    choices.length === 0
      ? ''
      : `One of ${choices.slice(0, mostChoices).map(shown).join(', ')}${choices.length > mostChoices ? ', …' : ''}.`,
    defaultWords(known.default, key),
  ]
  return lines.filter((line) => line !== '').join('\n\n')
}

function defaultWords(value: unknown, key: string): string {
  if (value === undefined || value === null || typeof value === 'object' || isSecretName(key)) return ''
  return `Default: ${shown(value)}`
}

function shown(value: unknown): string {
  return typeof value === 'string' && /^[\w./:@-]+$/.test(value) ? value : JSON.stringify(value)
}
