/** One document of what helm would send, as text; its secrets are masked. */
export interface RenderedObject {
  /** '' where that can't be read. */
  readonly kind: string
  readonly name: string
  /** '' where the template leaves it to the release. */
  readonly namespace: string
  /** The file that it comes from: `web/charts/db/templates/a.yaml`; '' where helm names none. */
  readonly source: string
  /** Whether helm runs it before or after the change. */
  readonly isHook: boolean
  readonly text: string
}

/** All that helm would send, in its order, hooks last. */
export interface PlanRendering {
  readonly objects: readonly RenderedObject[]
  /** How many characters it has, where that is more than can be shown. */
  readonly tooLong?: number
}
