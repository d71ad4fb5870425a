import type { PlanField, PlanImage } from './plan'

/**
 * What is held against something else: a revision of a release, in any cluster; or a chart, as helm renders it.
 * A chart beside a revision is rendered under that release's name, in its namespace and with its values; two charts with their defaults.
 */
export type ComparedSide =
  | {
      readonly kind: 'revision'
      readonly context: string
      readonly namespace: string
      readonly name: string
      readonly revision: number
    }
  | { readonly kind: 'chart'; readonly chart: string; readonly version: string }

/** What a side turned out to be. */
export interface ComparedFacts {
  readonly chart: { readonly name: string; readonly version: string; readonly appVersion: string } | null
  /** RFC 3339, when helm made the revision; '' of a chart. */
  readonly updated: string
  /** helm's word for the revision; '' of a chart. */
  readonly status: string
}

/**
 * `renamed`: another object, hook or key on each side that is the same but for its name. `moved`: an item of values that stands
 * elsewhere with the same value.
 */
export const comparedStates = ['changed', 'renamed', 'added', 'removed', 'same'] as const
export type ComparedState = (typeof comparedStates)[number]

/** A key that differs: of values, of the chart's metadata. */
export interface KeyChange {
  readonly path: readonly string[]
  /** On one line where it is a plain value, else YAML; left out where the key is not set. Cut after 2,000 characters. */
  readonly before?: string
  readonly after?: string
  /** A secret: both sides are a mask, and that they differ is all that is told. */
  readonly masked?: true
  /** A list that has the same items in another order. */
  readonly reordered?: true
  /** Where the same value stands on the other side; `before` and `after` are the same then. */
  readonly movedTo?: readonly string[]
}

export interface KeyChanges {
  /** At most 500. */
  readonly changes: readonly KeyChange[]
  /** How many there are in all. */
  readonly count: number
}

/** A field of an object that differs. */
export interface ComparedField extends PlanField {
  /** A list that has the same items in another order. */
  readonly reordered?: true
}

export interface ComparedObject {
  /** Unique in its comparison; `before` where it is on that side only. */
  readonly id: string
  readonly apiVersion: string
  readonly kind: string
  /** '' where it is the release's own or it has none. */
  readonly namespace: string
  readonly name: string
  /** Its name on the other side, of a renamed one; '' else. */
  readonly newName: string
  readonly state: ComparedState
  /** At most 200, and 5,000 of all objects together. */
  readonly fields: readonly ComparedField[]
  readonly fieldCount: number
}

export interface ComparedHook extends Pick<ComparedObject, 'id' | 'kind' | 'name' | 'newName' | 'state'> {
  /** What tells of it: fields of its object, and `events`, `weight`, `delete policy`. */
  readonly fields: readonly ComparedField[]
  readonly fieldCount: number
}

/** What two sides have and have not in common. Secrets are masked in all of it. */
export interface Comparison {
  readonly id: string
  readonly from: ComparedFacts
  readonly to: ComparedFacts
  /** What the person gave. */
  readonly values: KeyChanges
  /** The same over the chart's defaults. */
  readonly computedValues: KeyChanges
  /** Changed and renamed, added, removed, then those that are the same; each by kind and name. */
  readonly objects: readonly ComparedObject[]
  readonly hooks: readonly ComparedHook[]
  /** Those that differ. */
  readonly images: readonly PlanImage[]
  /** The chart's own metadata (Chart.yaml), its dependencies and its custom resource definitions by name. */
  readonly chart: KeyChanges
  readonly notesDiffer: boolean
  /** What could not be compared and why, one sentence each: "The default values of the chart are not in the record." */
  readonly remarks: readonly string[]
}

/** Which texts can be seen line by line. */
export const comparedTexts = ['values', 'computed-values', 'manifest', 'hooks', 'notes'] as const
export type ComparedText = (typeof comparedTexts)[number]

/** Both sides of a text; null where there is none. */
export interface ComparedTexts {
  readonly before: string | null
  readonly after: string | null
}
