import type { z } from 'zod'
import { fail } from '../errors'
import type { HelmFeatures } from '../model/helm-features'
import type { AnyOption, ChangeVerb, OptionField, OptionWords, OtherOptions } from './option'
import { changeOptions } from './table'

type Table = typeof changeOptions
export type OptionName = keyof Table
type ValueOf<N extends OptionName> = z.output<Table[N]['schema']>
/** The options that a verb has. */
type NamesOf<Verb extends ChangeVerb> = {
  [N in OptionName]: Verb extends Table[N]['verbs'][number] ? N : never
}[OptionName]

/** How helm is to make a change, apart from what it makes: every option, by its field in a request. */
export type ChangeOptions = {
  -readonly [N in OptionName]: ValueOf<N> | (null extends Table[N]['usual'] ? null : never)
}

/** What a verb takes of them. */
export type OptionRequest<Verb extends ChangeVerb> = { [N in NamesOf<Verb>]?: ValueOf<N> }

/** Options as they are asked for; what is left out is as usual. */
export type GivenOptions = { readonly [N in OptionName]?: ValueOf<N> | undefined }

type ShapeOf<Verb extends ChangeVerb> = { [N in NamesOf<Verb>]: z.ZodOptional<Table[N]['schema']> }

const table: Readonly<Record<OptionName, AnyOption>> = changeOptions
const names = Object.keys(table) as OptionName[]
const namesOf = (verb: ChangeVerb): OptionName[] => names.filter((name) => table[name].verbs.includes(verb))

/** What helm does where nothing is said; it does not wait by itself, this app asks it to. */
export const usualOptions = Object.fromEntries(
  names.map((name) => [name, table[name].usual]),
) as unknown as Readonly<ChangeOptions>

/** The fields that the request of a verb may hold. */
export function optionShape<Verb extends ChangeVerb>(verb: Verb): ShapeOf<Verb> {
  return Object.fromEntries(namesOf(verb).map((name) => [name, table[name].schema.optional()])) as ShapeOf<Verb>
}

/**
 * The flags of a verb's options, in the order of the command.
 * @throws AppFailure `option-unsupported` for what this helm does not know, `invalid-input` for options that exclude each other
 */
export function optionFlags(verb: ChangeVerb, given: GivenOptions, helm: HelmFeatures): string[] {
  const known = namesOf(verb)
  const set = known.filter((name) => given[name] !== undefined)
  const options = { ...usualOptions, ...Object.fromEntries(set.map((name) => [name, given[name]])) }
  for (const name of set) refuseUnsupported(table[name].unsupported?.(given[name], helm, verb) ?? '')
  for (const name of set) refuseExcluded(table[name].excluded?.(given[name], options) ?? '')
  return known
    .filter((name) => options[name] !== null)
    .sort((one, other) => table[one].order - table[other].order)
    .flatMap((name) => table[name].flags(options[name], options, helm, verb))
}

function refuseUnsupported(what: string): void {
  if (what === '') return
  fail('option-unsupported', `The helm in use doesn't know ${what}.`, {
    cause: 'Other versions of helm do. Leave the option out, or use another helm. Nothing was started.',
    actions: ['get-helm'],
  })
}

function refuseExcluded(both: string): void {
  if (both === '') return
  fail('invalid-input', 'These options exclude each other.', {
    cause: `helm can't do both: ${both}. Leave one out.`,
  })
}

/**
 * The options that a verb has with the helm in use and that stand together, in the order of the page.
 * @param features null while they are not known: then only what every helm can do.
 */
export function offeredOptions(verb: ChangeVerb, features: HelmFeatures | null): OptionName[] {
  return availableOptions(verb, features).filter((name) => table[name].field !== null)
}

function availableOptions(verb: ChangeVerb, features: HelmFeatures | null): OptionName[] {
  return namesOf(verb).filter((name) => table[name].offered?.(features, verb) ?? true)
}

/** Why an option cannot be used together with the others as they are, one sentence; '' where it can. */
export function optionBlock(
  name: OptionName,
  verb: ChangeVerb,
  options: OtherOptions,
  features: HelmFeatures | null,
): string {
  return table[name].blocked?.(options, features, verb) ?? ''
}

/** The options of a verb that are not as usual and will be sent. */
function sentOptions(verb: ChangeVerb, options: ChangeOptions, features: HelmFeatures | null): OptionName[] {
  return availableOptions(verb, features).filter(
    (name) => options[name] !== usualOptions[name] && optionBlock(name, verb, options, features) === '',
  )
}

/** The same without those that have a control of their own, in the order of the page. */
export function changedOptions(verb: ChangeVerb, options: ChangeOptions, features: HelmFeatures | null): OptionName[] {
  return sentOptions(verb, options, features).filter((name) => table[name].field !== null)
}

/** The options as they are sent: those alone that are not as usual, that this helm has and nothing excludes. */
export function optionRequest<Verb extends ChangeVerb>(
  verb: Verb,
  options: ChangeOptions,
  features: HelmFeatures | null,
): OptionRequest<Verb> {
  const sent = sentOptions(verb, options, features)
  return Object.fromEntries(sent.map((name) => [name, options[name]])) as OptionRequest<Verb>
}

/** What is wrong with a value, one sentence; '' where it can be sent, or is as usual. */
export function optionProblem(name: OptionName, value: unknown): string {
  if (value === usualOptions[name]) return ''
  const parsed = table[name].schema.safeParse(value)
  return parsed.success ? '' : (table[name].problem ?? parsed.error.issues[0]?.message ?? 'Enter another value.')
}

/** The first of the options to be sent that has a wrong value; null where all can be sent. */
export function firstProblem(
  verb: ChangeVerb,
  options: ChangeOptions,
  features: HelmFeatures | null,
): { readonly name: string; readonly problem: string } | null {
  for (const name of changedOptions(verb, options, features)) {
    const problem = optionProblem(name, options[name])
    if (problem !== '') return { name: table[name].name ?? optionWords(name, verb, options).label, problem }
  }
  return null
}

/** Options as a request had them; from disk, so what is not understood counts as usual. */
export function optionsOfRequest(request: Readonly<Record<string, unknown>>): ChangeOptions {
  const read = names.flatMap((name) => {
    const parsed = table[name].schema.safeParse(request[name])
    return parsed.success ? [[name, parsed.data] as const] : []
  })
  return { ...usualOptions, ...(Object.fromEntries(read) as Partial<ChangeOptions>) }
}

export function optionWords(name: OptionName, verb: ChangeVerb, options: ChangeOptions): OptionWords {
  return table[name].words(verb, options[name])
}

/** How an option is chosen; null where it has a control of its own. */
export function optionField(name: OptionName): OptionField | null {
  return table[name].field
}

/** Options as they were typed, not yet sound perhaps; from disk, so what has another type than is usual counts as usual. */
export function optionsAsTyped(kept: Readonly<Record<string, unknown>>): ChangeOptions {
  const typed = names.flatMap((name) => {
    const [value, usual] = [kept[name], usualOptions[name]]
    const isKind = usual === null ? value === null || typeof value === 'number' : typeof value === typeof usual
    return isKind ? [[name, value] as const] : []
  })
  return { ...usualOptions, ...(Object.fromEntries(typed) as Partial<ChangeOptions>) }
}
