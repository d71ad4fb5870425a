/** Which release of a cluster that is known. Helm's names are unique in a namespace. */
export interface ReleaseId {
  /** Where helm has to be pointed: the namespace of its record. */
  readonly namespace: string
  readonly name: string
}

/** One revision of it. */
export interface RevisionId extends ReleaseId {
  readonly revision: number
}

/** Which release, in which cluster. */
export interface ReleaseRef extends ReleaseId {
  readonly context: string
  /** What its context meant when the person began with a change of it (`KubeContext.identity`). */
  readonly cluster?: string
}
