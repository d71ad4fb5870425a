/** A chart repository of helm's own repositories.yaml. Never carries credentials. */
export interface Repository {
  readonly name: string
  readonly url: string
  readonly hasCredentials: boolean
  /** When its index was fetched last, RFC 3339; '' when it never was. */
  readonly updatedAt: string
  /** How many charts its index holds; null when there is no readable index. */
  readonly chartCount: number | null
  /** Why its index cannot be used, in plain words; '' when it can. */
  readonly problem: string
  /** What helm itself said of it; '' when it said nothing. */
  readonly problemDetail?: string
}

/** One chart of the search, at its newest version. */
export interface ChartSummary {
  /** `repository/name`: what install and upgrade take. */
  readonly ref: string
  readonly name: string
  readonly repository: string
  readonly version: string
  readonly appVersion: string
  readonly description: string
  readonly deprecated: boolean
}

export interface ChartSearchResult {
  /** Best first; at most 200. */
  readonly charts: readonly ChartSummary[]
  /** How many match in all. */
  readonly total: number
  /** How many repositories were searched: with none the window says how to add one. */
  readonly repositories: number
}

export interface ChartVersion {
  readonly version: string
  readonly appVersion: string
  /** RFC 3339, '' when the index does not say. */
  readonly created: string
  readonly deprecated: boolean
}

/** A chart as `helm show` reads it. Every text comes from a stranger: it is shown, never run. */
export interface ChartDetail {
  readonly ref: string
  readonly name: string
  readonly version: string
  readonly appVersion: string
  readonly description: string
  readonly home: string
  readonly kubeVersion: string
  readonly type: string
  readonly deprecated: boolean
  readonly dependencies: readonly { readonly name: string; readonly version: string; readonly repository: string }[]
  /** values.yaml as it stands in the chart, comments and all. */
  readonly defaultValues: string
}
