import { secretMask } from '@shared/mask'
import { inlineSecrets } from './inline-forms'
import { formsOf } from './secret-forms'
import { createSecretSet, replaceSpans, tooMany, type MaskedText, type SecretSet } from './secret-set'

/** Masks the secrets wherever they stand in a text, in whatever form. */
export function maskOccurrences(text: string, secrets: Iterable<string>): MaskedText {
  return text === '' ? { text, count: 0 } : createSecretSet(secrets).mask(text)
}

/**
 * Masks sentences (an error, a description, an event, notes): the secrets in whatever form, also where a sentence was cut within
 * one, and what is a secret by the form it is written in.
 */
export function maskProse(text: string, secrets: SecretSet): MaskedText {
  if (secrets.isTooMany && text !== '') return { text: tooMany, count: 1 }
  const places = [...secrets.find(text), ...inlineSecrets(text, 'prose')]
  return replaceSpans(
    text,
    places.map(({ start, end }) => ({ start, end, by: secretMask })),
  )
}

/** Masks texts that were put together of sentences, which may have been cut. */
export function maskSaid(texts: readonly string[], secrets: readonly string[]): string[] {
  const set = createSecretSet(secrets)
  return texts.map((text) => maskCuts(maskProse(text, set).text, secrets))
}

const leastCut = 4
const mostCut = 300

/** A sentence that was cut (…) within a secret, in whatever form: what is left of it on either side is masked too. */
export function maskCuts(text: string, secrets: readonly string[]): string {
  const parts = text.split('…')
  if (parts.length === 1) return text
  const forms = secrets.flatMap(formsOf).map((form) => form.text)
  const last = parts.length - 1
  return parts
    .map((part, index) => {
      const end = index < last ? part.length - longestStart(part, forms) : part.length
      const start = index > 0 ? Math.min(end, longestEnd(part, forms)) : 0
      return `${start > 0 ? secretMask : ''}${part.slice(start, end)}${end < part.length ? secretMask : ''}`
    })
    .join('…')
}

/** How many characters at the end of a text are the beginning of a secret. */
function longestStart(text: string, forms: readonly string[]): number {
  const tail = text.slice(-leastCut)
  if (tail.length < leastCut) return 0
  return forms.reduce((most, form) => {
    for (let at = form.indexOf(tail); at >= 0 && at < mostCut; at = form.indexOf(tail, at + 1)) {
      const length = at + tail.length
      if (length > most && text.endsWith(form.slice(0, length))) most = length
    }
    return most
  }, 0)
}

/** How many characters at the beginning of a text are the end of a secret. */
function longestEnd(text: string, forms: readonly string[]): number {
  const head = text.slice(0, leastCut)
  if (head.length < leastCut) return 0
  return forms.reduce((most, form) => {
    const from = Math.max(0, form.length - mostCut)
    for (let at = form.indexOf(head, from); at >= 0; at = form.indexOf(head, at + 1)) {
      const length = form.length - at
      if (length > most && length >= leastCut && text.startsWith(form.slice(at))) most = length
    }
    return most
  }, 0)
}
