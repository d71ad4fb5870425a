import type { z } from 'zod'
import type { HelmFeatures } from '../model/helm-features'

export type ChangeVerb = 'install' | 'upgrade' | 'rollback' | 'uninstall' | 'test'

export interface OptionWords {
  readonly label: string
  /** What it does, one sentence. */
  readonly effect: string
}

/** How an option is chosen. */
export type OptionField =
  | { readonly kind: 'switch' }
  | { readonly kind: 'choice'; readonly choices: readonly { readonly value: string; readonly label: string }[] }
  | {
      readonly kind: 'number'
      /** What the number is of, as a screen reader says it. */
      readonly name: string
      readonly unit: string
      readonly min: number
      readonly max: number
      readonly placeholder: string
    }
  | { readonly kind: 'text'; readonly placeholder: string }

/** What options read of each other. */
export interface OtherOptions {
  readonly wait: boolean
  readonly wait_strategy: 'watcher' | 'legacy'
  readonly server_side: 'auto' | 'true' | 'false'
  readonly force_conflicts: boolean
  readonly force_replace: boolean
  readonly rollback_on_failure: boolean
  readonly keep_history: boolean
}

/** All there is to say about an option of a change. `Value` is what the contract takes. */
export interface ChangeOption<Verb extends ChangeVerb, Schema extends z.ZodType, Usual, Value> {
  /** The verbs that have it. */
  readonly verbs: readonly Verb[]
  readonly schema: Schema
  /** What counts where nothing is chosen; null for a default of helm's. It is never sent. */
  readonly usual: Usual
  /** Null where it has a control of its own, apart from the other options. */
  readonly field: OptionField | null
  words(verb: ChangeVerb, value: Value): OptionWords
  /** What it is called away from its field; its label by default. */
  readonly name?: string
  /** What is wrong with any value that the schema refuses; the schema's own words by default. */
  readonly problem?: string
  /** Where its flags stand in the command. */
  readonly order: number
  /** Whether the window offers it. @param features null while they are not known: then only what every helm can do. */
  offered?(features: HelmFeatures | null, verb: ChangeVerb): boolean
  /** Why it cannot be used together with the others, one sentence (helm pkg/kube/client.go, pkg/cmd/install.go). */
  blocked?(others: OtherOptions, features: HelmFeatures | null, verb: ChangeVerb): string
  /** What a helm does not know that was asked for this value; '' where it knows all. */
  unsupported?(value: Value, helm: HelmFeatures, verb: ChangeVerb): string
  /** What helm cannot do both, asked only where it is set; '' where nothing excludes it. */
  excluded?(value: Value, others: OtherOptions): string
  /** The words of the command; not asked where the value is null. */
  flags(value: Value, others: OtherOptions, helm: HelmFeatures, verb: ChangeVerb): string[]
}

/** An option whose value is not known more exactly. */
export type AnyOption = ChangeOption<ChangeVerb, z.ZodType, unknown, unknown>

/** Checks one entry of the table. */
export function option<
  const Verb extends ChangeVerb,
  Schema extends z.ZodType,
  const Usual extends boolean | string | number | null,
>(entry: ChangeOption<Verb, Schema, Usual, z.output<Schema>>): ChangeOption<Verb, Schema, Usual, z.output<Schema>> {
  return entry
}
