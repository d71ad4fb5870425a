/**
 * The demo: a local control plane with sample releases. `startDemo()` for npm start; as a program for the app itself:
 *
 *   node tools/demo.mjs [--json]
 *
 * With --json one JSON object a line on stdout: {"type":"progress","step":…,"done":n,"total":m}, and last
 * {"type":"ready","kubeconfig":…,"context":…,"helmHome":{…}} or {"type":"error","message":…} (exit code 1).
 */
import { pathToFileURL } from 'node:url'
import { startDemo } from '../e2e/cluster/demo.mjs'
import { messageOf } from './lib/user-error.mjs'

export { startDemo }

/** @param {string[]} args */
async function main(args) {
  const unknown = args.filter((arg) => arg !== '--json')
  if (unknown.length > 0) {
    console.error(`Unknown argument ${unknown.join(' ')}.\nUsage: node tools/demo.mjs [--json]`)
    return 2
  }
  const { signal, dispose } = interruptible()
  const json = args.includes('--json')
  /** @param {Record<string, unknown>} line @param {string} text */
  const print = (line, text) => (json ? console.log(JSON.stringify(line)) : console.error(text))
  try {
    const demo = await startDemo({
      signal,
      onProgress: (progress) => print({ type: 'progress', ...progress }, `${progress.step}: ${progress.done}/${progress.total}`),
    })
    print({ type: 'ready', ...demo }, 'The demo is ready. Its kubeconfig:')
    if (!json) console.log(demo.kubeconfig)
    return 0
  } catch (error) {
    const message = signal.aborted ? 'The start of the demo was interrupted. Start it again to go on.' : messageOf(error)
    print({ type: 'error', message }, message)
    return 1
  } finally {
    dispose()
  }
}

/** A signal for Ctrl-C and for the end of the program that started us. */
function interruptible() {
  const controller = new AbortController()
  const abort = () => controller.abort()
  const names = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])
  for (const name of names) process.once(name, abort)
  return { signal: controller.signal, dispose: () => names.forEach((name) => process.off(name, abort)) }
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) process.exitCode = await main(process.argv.slice(2))
