import type { JobGoal } from '../readiness/readiness'

/** Which object of a cluster is meant. */
export interface ObjectRef {
  readonly apiVersion: string
  readonly kind: string
  /** '' for the one that is taken where none is named, or none at all for cluster-wide kinds. */
  readonly namespace: string
  readonly name: string
}

/** An object that somebody wants to follow. */
export interface WantedObject {
  readonly object: ObjectRef & {
    /** Labels that all its pods have; empty where that is not known. */
    readonly podLabels: Readonly<Record<string, string>>
  }
  /** What is waited for; `gone`: that it is removed. */
  readonly goal: JobGoal | 'gone'
  /** Whether helm's label is on it for as long as it matters: then those find it who follow all that helm made. */
  readonly isLabelled: boolean
}
