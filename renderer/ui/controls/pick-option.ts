/** One choice of a PickList. */
export interface PickOption {
  readonly value: string
  readonly label: string
  /** A second, quieter line; searched too. */
  readonly note?: string
  readonly count?: number
}
