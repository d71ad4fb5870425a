/**
 * A report is a file of somebody else's program: nothing in it is taken for granted.
 * @param {unknown} value
 * @returns {Record<string, unknown>} its fields; none where it is no object
 */
export function fields(value) {
  return typeof value === 'object' && value !== null ? /** @type {Record<string, unknown>} */ (value) : {}
}

/**
 * @param {unknown} value
 * @returns {Record<string, unknown>[]} the fields of each; none where it is no list
 */
export function list(value) {
  return Array.isArray(value) ? value.map(fields) : []
}

/**
 * @param {unknown} value
 * @returns {number} 0 where it is no number
 */
export function number(value) {
  return typeof value === 'number' && Number.isFinite(value) ? value : 0
}

/**
 * @param {unknown} value
 * @returns {string} '' where it is no text
 */
export function text(value) {
  return typeof value === 'string' ? value : ''
}
