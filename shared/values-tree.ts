/** Values as a release keeps them: JSON. */
export type Values = Readonly<Record<string, unknown>>

/** Whether something is a map, as values are, and neither a list nor a scalar. */
export function isValues(value: unknown): value is Values {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
