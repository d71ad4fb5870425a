/** One text of a chart, or of a chart inside it. */
export interface ChartText {
  /** Under which keys of the values that chart reads its own: [] for the chart itself, the names or aliases of those inside it. */
  readonly path: readonly string[]
  readonly text: string
}

/** What a chart says of its values. Every text comes from a stranger: it is read, never run. */
export interface ValuesGuide {
  /** Each values.schema.json, as text. */
  readonly schemas: readonly ChartText[]
  /** Each values.yaml, comments and all; as YAML without comments where only a release's record is left of the chart. */
  readonly defaults: readonly ChartText[]
  /** Which values the templates read, as `image.tag`, each once; those of charts inside it begin with their path. */
  readonly mentioned: readonly string[]
  /** Addresses outside of the chart that its schemas refer to: helm fetches them. */
  readonly outside: readonly string[]
  /** Schemas in which such addresses can't be looked for, as parts of a sentence; left out where there are none. */
  readonly unread?: readonly string[]
  /** What of it is missing here, as sentences; empty where all of it is known. */
  readonly gaps: readonly string[]
}
