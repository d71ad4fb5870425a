/** One text of a chart, or of a chart inside it. */
export interface ChartText {
  /** Under which keys of the values that chart reads its own: [] for the chart itself, the names or aliases of those inside it. */
  readonly path: readonly string[]
  readonly text: string
}

/** The values that one template reads itself, not those of templates that it includes. */
export interface TemplateReads {
  /** As helm names it in what it renders: `web/charts/db/templates/a.yaml`. */
  readonly file: string
  /** Keys from the top of the outermost chart's values. */
  readonly values: readonly (readonly string[])[]
  /** On which line each of them stands, counted from 1. */
  readonly lines: readonly number[]
}

/** What a chart says of its values. Every text comes from a stranger: it is read, never run. */
export interface ValuesGuide {
  /** Each values.schema.json, as text. */
  readonly schemas: readonly ChartText[]
  /** Each values.yaml, comments and all; as YAML without comments where only a release's record is left of the chart. */
  readonly defaults: readonly ChartText[]
  /** Which values the templates read, as `image.tag`, each once; those of charts inside it begin with their path. */
  readonly mentioned: readonly string[]
  /** The same file by file; left out where that isn't known. */
  readonly reads?: readonly TemplateReads[]
  /** Addresses outside of the chart that its schemas refer to: helm fetches them. */
  readonly outside: readonly string[]
  /** Schemas in which such addresses can't be looked for, as parts of a sentence; left out where there are none. */
  readonly unread?: readonly string[]
  /** What of it is missing here, as sentences; empty where all of it is known. */
  readonly gaps: readonly string[]
}
