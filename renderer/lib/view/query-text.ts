/** One text of an address: '' where it is missing, the first where it is given more than once. */
export function queryText(value: unknown): string {
  const first: unknown = Array.isArray(value) ? value[0] : value
  return typeof first === 'string' ? first : ''
}
