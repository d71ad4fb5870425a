/**
 * How the objects of a release are, whatever helm's status says: the worst of them counts.
 * - `ready`: all are as they should be
 * - `waiting`: some are on their way
 * - `failing`: some will not get ready by themselves
 * - `none`: it has nothing that could be ready or not
 */
export interface ReleaseHealth {
  readonly state: 'ready' | 'waiting' | 'failing' | 'none'
  /** The worst reason in few words: `ImagePullBackOff`, `2 of 3 ready`; '' when ready or none. */
  readonly words: string
  /** Which object, and the whole sentence, for the tooltip; '' when ready or none. */
  readonly detail: string
}

/** What changed in the health of a context's releases; at most one a frame. */
export interface HealthPatch {
  readonly context: string
  /** `namespace/name` and how it is; null: not known any more. */
  readonly changed: readonly (readonly [key: string, health: ReleaseHealth | null])[]
  /** Why health is not known here, one sentence (rights, no connection); '' where it is. */
  readonly problem: string
}
