import { messageOf } from '../../tools/lib/user-error.mjs'
import { run } from '../cluster/processes.mjs'
import { openCluster, sameSeed, type BenchCluster } from './clusters'
import { parts as allParts } from './parts'
import { machine, table, writeResults } from './report'
import { fullSizes, quickSizes, type OwnPart, type Part, type Row, type Setting, type Tools } from './setting'

export interface BenchOptions {
  /** In which order they run is their own affair. */
  readonly parts: readonly string[]
  readonly quick: boolean
  readonly tools: Tools
  readonly folder: string
  /** Where the figures are written to. */
  readonly results: string
  readonly signal: AbortSignal
}

/**
 * Measures, prints the table and writes the results. A part that fails leaves a line that says so and does not stop the others.
 * @returns the exit code: 0 when every figure was measured, whatever it is
 */
export async function runBench({ quick, tools, folder, results, signal, ...options }: BenchOptions): Promise<number> {
  const sizes = quick ? quickSizes : fullSizes
  const setting: Setting = { tools, sizes, folder, signal, say: (text) => console.error(`  ${text}`) }
  const before = machine()
  const rows: Row[] = []
  const clusters = createClusterKeeper(setting)
  try {
    for (const part of allParts.filter(({ name }) => options.parts.includes(name))) {
      console.error(`${part.name} …`)
      rows.push(...(await measured(part, setting, clusters)))
      signal.throwIfAborted()
    }
  } finally {
    await clusters.close()
  }
  const versions = await versionsOf(tools)
  writeResults(results, setting, { quick, machine: before, versions, rows })
  console.log(
    `\n${table(rows)}\n\n${quick ? 'Small sizes: these figures say only that it works. ' : ''}Written to ${results}`,
  )
  return rows.some(({ figure }) => figure === null) ? 1 : 0
}

async function measured(part: Part | OwnPart, setting: Setting, clusters: ClusterKeeper): Promise<Row[]> {
  try {
    if (part.seed === null) {
      await clusters.close()
      return await part.run(setting)
    }
    return await part.run(setting, await clusters.get(part))
  } catch (error) {
    if (setting.signal.aborted) throw error
    console.error(error)
    const details = `could not be measured: ${messageOf(error)}`
    return part.keys.map((key) => ({ key, figure: null, unit: '', target: '', met: null, details }))
  }
}

/** One seeded cluster at a time. */
interface ClusterKeeper {
  readonly get: (part: Part) => Promise<BenchCluster>
  readonly close: () => Promise<void>
}

function createClusterKeeper(setting: Setting): ClusterKeeper {
  let current: BenchCluster | null = null
  const close = async (): Promise<void> => {
    const ending = current
    current = null
    await ending?.stop()
  }
  return {
    get: async ({ seed }) => {
      const wanted = seed(setting.sizes)
      if (current !== null && sameSeed(current.seed, wanted)) return current
      await close()
      current = await openCluster(setting, wanted)
      return current
    },
    close,
  }
}

async function versionsOf({ electron, helm, binaries }: Tools): Promise<Record<string, string>> {
  const say = async (file: string, args: string[], env?: NodeJS.ProcessEnv): Promise<string> =>
    (await run(file, args, env === undefined ? {} : { env })).stdout.trim()
  const asNode = { ...process.env, ELECTRON_RUN_AS_NODE: '1' }
  return {
    helm: await say(helm, ['version', '--short']),
    kubernetes: await say(binaries['kube-apiserver'], ['--version']),
    electron: await say(electron, ['-p', 'process.versions.electron'], asNode),
    node: process.version,
  }
}
