/**
 * Parses JSON that this folder's own code, helm or the API server wrote; the caller declares what it is.
 * @template T
 * @param {string} text
 * @returns {T}
 */
export function parseJson(text) {
  /** @type {unknown} */
  const value = JSON.parse(text)
  return /** @type {T} */ (value)
}
