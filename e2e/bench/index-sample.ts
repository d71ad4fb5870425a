import { readKubeconfig } from '../cluster/kubeconfig.mjs'
import { run } from '../cluster/processes.mjs'
import { epochNow } from './numbers'
import type { ProbeAnswer, ProbeQuestion } from './probe-words'
import type { Setting } from './setting'

export interface IndexSample extends ProbeAnswer {
  /** From the index's start. */
  readonly rowsMs: number
  readonly completeMs: number
  /** The same from the start of the process: Electron's own start, and loading the modules. */
  readonly rowsFromSpawnMs: number
  readonly completeFromSpawnMs: number
  /** Null where the system does not tell. */
  readonly addedBytes: number | null
}

/** The older revisions are listed once the rows are there: this is ample for them. Milliseconds. */
const lingerMs = 2_000

/**
 * The index in a fresh process that knows nothing from before.
 * @param options warm: the modules that a first call needs are loaded before the index starts, as in a running app
 * @throws when the process fails
 */
export async function sampleIndex(
  { tools, signal }: Setting,
  kubeconfig: string,
  { releases, warm }: { releases: number; warm: boolean },
): Promise<IndexSample> {
  const context = readKubeconfig(kubeconfig)['current-context']
  const question: ProbeQuestion = { kubeconfig, context, releases, warm, lingerMs }
  const spawned = epochNow()
  const env = { ...process.env, ELECTRON_RUN_AS_NODE: '1' }
  const { code, stdout, stderr } = await run(tools.electron, [tools.probe, JSON.stringify(question)], { env, signal })
  if (code !== 0) throw new Error(`the index ended with code ${String(code)}: ${stderr.slice(-2_000)}`)
  const answer = JSON.parse(stdout) as ProbeAnswer
  const { startedAt, rowsAt, completeAt, before, peak } = answer
  return {
    ...answer,
    rowsMs: rowsAt - startedAt,
    completeMs: completeAt - startedAt,
    rowsFromSpawnMs: rowsAt - spawned,
    completeFromSpawnMs: completeAt - spawned,
    addedBytes: peak === null ? null : peak - before,
  }
}
