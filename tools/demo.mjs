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
import { runInterruptible } from './lib/interrupt.mjs'
import { messageOf } from './lib/user-error.mjs'

export { startDemo }

/**
 * @param {boolean} json
 * @param {AbortSignal} signal
 * @returns {Promise<number>} the exit code
 */
async function main(json, signal) {
  /** @param {Record<string, unknown>} line @param {string} text */
  const print = (line, text) => (json ? console.log(JSON.stringify(line)) : console.error(text))
  try {
    const demo = await startDemo({
      signal,
      onProgress: (progress) =>
        print({ type: 'progress', ...progress }, `${progress.step}: ${progress.done}/${progress.total}`),
    })
    print({ type: 'ready', ...demo }, 'The demo is ready. Its kubeconfig:')
    if (!json) console.log(demo.kubeconfig)
    return 0
  } catch (error) {
    const message = signal.aborted
      ? 'The start of the demo was interrupted. Start it again to go on.'
      : messageOf(error)
    print({ type: 'error', message }, message)
    return signal.aborted ? 130 : 1
  }
}

/** @param {string[]} args */
async function run(args) {
  const unknown = args.filter((arg) => arg !== '--json')
  if (unknown.length > 0) {
    console.error(`Unknown argument ${unknown.join(' ')}.\nUsage: node tools/demo.mjs [--json]`)
    process.exitCode = 2
    return
  }
  await runInterruptible((signal) => main(args.includes('--json'), signal))
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) await run(process.argv.slice(2))
