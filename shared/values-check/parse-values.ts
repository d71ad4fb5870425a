import type { Document } from 'yaml'
import { asHelmsLines } from './lines'
import { parse } from './parse'

/** The documents of a values text, read once for all who look at them; nobody changes them. */
export type ParsedValues = readonly Document.Parsed[]

/** The documents of a whole values file, with the places of everything in its text. */
export function parseValues(text: string): ParsedValues {
  return parse(asHelmsLines(text))
}
