/**
 * The shared control plane for developers: `npm run cluster -- up|down|status|kubeconfig|seed`. It is the demo's, and
 * stays up until `down`. Progress goes to stderr, so that stdout can be used by scripts.
 */
import { controlPlaneBinaries, helmBinaries } from '../e2e/cluster/binaries.mjs'
import { isChartServerRunning } from '../e2e/cluster/chart-server-control.mjs'
import { connect } from '../e2e/cluster/kube-client.mjs'
import { seedReleases } from '../e2e/cluster/seed.mjs'
import {
  ensureSharedControlPlane,
  exclusively,
  isSharedControlPlaneRunning,
  removeShared,
  sharedFolders,
} from '../e2e/cluster/shared-cluster.mjs'
import { runInterruptible } from './lib/interrupt.mjs'
import { messageOf } from './lib/user-error.mjs'

const usage = `Usage: npm run cluster -- <command>
  up                                      starts the control plane; the last line is its kubeconfig
  down                                    stops it and deletes its data, the demo's releases included
  status                                  says what runs
  kubeconfig                              the path of the kubeconfig of the running control plane
  seed --releases N --revisions M --kb K  writes releases with payloads of K KB (default 100, 5 and 20)`

/** @typedef {(options: Record<string, number>, signal: AbortSignal) => Promise<number>} Command gives the exit code */

/** @type {Record<string, Command>} */
const commands = {
  up: async (_options, signal) => {
    const { kubeconfig } = await up(signal)
    console.log(kubeconfig)
    return 0
  },
  down: async (_options, signal) => {
    await exclusively(removeShared, { signal })
    console.error('The control plane is stopped and its data deleted.')
    return 0
  },
  status: async () => {
    const running = await isSharedControlPlaneRunning()
    console.log(running ? `running: ${await describe()}` : 'not running (npm run cluster -- up)')
    return 0
  },
  kubeconfig: async () => {
    if (await isSharedControlPlaneRunning()) {
      console.log(sharedFolders().kubeconfig)
      return 0
    }
    console.error('There is no kubeconfig: the control plane does not run. Start it with: npm run cluster -- up')
    return 1
  },
  seed: async ({ releases = 100, revisions = 5, kb = 20 }, signal) => {
    const { kubeconfig } = await up(signal)
    const helms = await helmBinaries({ signal })
    const onProgress = everyTenth((done, total) => console.error(`${done} of ${total} revisions written`))
    const result = await seedReleases({ kubeconfig, helm: helms[4], releases, revisions, kb, onProgress, signal })
    console.error(
      `${result.created} revisions written, ${result.existing} were there, in ${result.namespaces.length} namespaces.`,
    )
    console.log(kubeconfig)
    return 0
  },
}

/** Which options a command takes, with the largest value that makes sense. @type {Record<string, Record<string, number>>} */
const allowed = { seed: { releases: 20_000, revisions: 100, kb: 1_000 } }

/** @param {AbortSignal} signal */
async function up(signal) {
  console.error('Looking for the programs of the control plane …')
  const onProgress = everyTenth((done) => console.error(`Preparing the control plane: ${done} %`))
  const binaries = await controlPlaneBinaries({
    signal,
    onProgress: ({ fraction }) => onProgress(Math.floor((fraction ?? 0) * 100), 100),
  })
  console.error('Starting the control plane …')
  return exclusively(() => ensureSharedControlPlane(binaries, signal), { signal })
}

async function describe() {
  const { kubeconfig, chartServer } = sharedFolders()
  const client = connect(kubeconfig)
  try {
    /** @type {{ gitVersion: string }} */
    const { gitVersion } = await client.call('GET', '/version')
    /** @type {{ items: unknown[] }} */
    const nodes = await client.call('GET', '/api/v1/nodes')
    const repository = (await isChartServerRunning(chartServer)) ? 'with the chart repository' : 'no chart repository'
    return `Kubernetes ${gitVersion}, ${nodes.items.length} simulated nodes, ${repository}, ${client.url}\nkubeconfig: ${kubeconfig}`
  } finally {
    client.close()
  }
}

/** @param {(done: number, total: number) => void} say @returns {(done: number, total: number) => void} */
function everyTenth(say) {
  let said = -1
  return (done, total) => {
    const tenth = total === 0 ? 10 : Math.floor((done / total) * 10)
    if (tenth > said) say(done, total)
    said = Math.max(said, tenth)
  }
}

/**
 * `--name 12` pairs. @param {string[]} args @param {Record<string, number>} limits
 * @returns {Record<string, number>}
 * @throws {Error} with a sentence about what is wrong
 */
function parseOptions(args, limits) {
  /** @type {Record<string, number>} */
  const options = {}
  for (let at = 0; at < args.length; at += 2) {
    const name = String(args[at]).replace(/^--/, '')
    const limit = limits[name]
    if (!args[at]?.startsWith('--') || limit === undefined)
      throw new Error(`"${args[at]}" is not an option of this command.`)
    const value = args[at + 1] ?? ''
    if (!/^[1-9]\d{0,6}$/.test(value) || Number(value) > limit) {
      throw new Error(`--${name} wants a whole number from 1 to ${limit}, not "${value}".`)
    }
    options[name] = Number(value)
  }
  return options
}

/**
 * @param {string[]} args
 * @returns {{ command: Command, options: Record<string, number> }}
 * @throws {Error} with a sentence about what is wrong
 */
function parse([name = '', ...rest]) {
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (!command) throw new Error(name ? `"${name}" is not a command.` : 'Say what to do with the cluster.')
  return { command, options: parseOptions(rest, allowed[name] ?? {}) }
}

/** @param {string[]} args */
async function main(args) {
  let parsed
  try {
    parsed = parse(args)
  } catch (error) {
    console.error(`${messageOf(error)}\n${usage}`)
    process.exitCode = 2
    return
  }
  const { command, options } = parsed
  await runInterruptible((signal) => command(options, signal))
}

await main(process.argv.slice(2))
