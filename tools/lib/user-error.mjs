/** A failure a person can act on; everything else that is thrown is a defect and keeps its stack. */
export class UserError extends Error {
  /**
   * @param {string} what what failed
   * @param {string} why in plain words
   * @param {string} todo what to do now
   * @param {string} [detail] more lines for the curious, such as the end of a log
   */
  constructor(what, why, todo, detail = '') {
    super(`${what}: ${why}. ${todo}`)
    this.name = 'UserError'
    this.detail = detail
  }
}

/**
 * @param {unknown} error anything thrown
 * @returns {string} its message
 */
export function messageOf(error) {
  if (!(error instanceof Error)) return String(error)
  // fetch hides the real reason ("connect ECONNREFUSED …") one level down.
  const reason = error.cause instanceof Error ? messageOf(error.cause) : ''
  // Whoever wrapped it may have told the reason already.
  return error.message.includes(reason) ? error.message : `${error.message} (${reason})`
}
