import { UserError } from './user-error.mjs'

/** npm passes a terminal's Ctrl-C on a second time, at once: only a later one means "now". */
const SECOND_CALL_MS = 1_500

/**
 * Runs a command's body so that Ctrl-C, SIGTERM and a closed terminal end it in order, and its outcome becomes the exit code:
 * what body gives; 130 when interrupted; 1 with one clear sentence after a failure.
 * @param {(signal: AbortSignal) => Promise<number>} body
 * @returns {Promise<void>}
 */
export async function runInterruptible(body) {
  const controller = new AbortController()
  let first = 0
  const onSignal = () => {
    if (controller.signal.aborted && Date.now() - first > SECOND_CALL_MS) process.exit(130)
    if (controller.signal.aborted) return
    first = Date.now()
    controller.abort(new Error('interrupted'))
  }
  const names = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])
  for (const name of names) process.on(name, onSignal)
  try {
    process.exitCode = await body(controller.signal)
  } catch (error) {
    process.exitCode = controller.signal.aborted ? 130 : 1
    if (controller.signal.aborted) console.error('Interrupted; nothing half-done was left behind.')
    else report(error)
  } finally {
    for (const name of names) process.off(name, onSignal)
  }
}

/** @param {unknown} error */
function report(error) {
  if (!(error instanceof UserError)) console.error(error)
  else console.error(error.detail ? `${error.message}\n${error.detail}` : error.message)
}
