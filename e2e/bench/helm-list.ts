import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { epochNow } from './numbers'
import type { Setting } from './setting'

export interface HelmSample {
  /** From the start of the program to its end. */
  readonly ms: number
  readonly rows: number
  /** When it started and ended, in milliseconds since 1970. */
  readonly span: readonly [number, number]
  /** Null where the system does not tell (no /proc). */
  readonly peakBytes: number | null
}

/** The peak is asked for this often. Milliseconds. */
const pollMs = 10

/**
 * `helm list` of all releases in all namespaces and statuses, as JSON. helm 4 lists every status by itself; without
 * `--max 0` it would stop at 256.
 * @throws when helm fails
 */
export async function sampleHelm({ tools, folder, signal }: Setting, kubeconfig: string): Promise<HelmSample> {
  const homes = { HELM_CONFIG_HOME: folder, HELM_CACHE_HOME: folder, HELM_DATA_HOME: folder }
  const env = { ...process.env, ...homes, KUBECONFIG: kubeconfig }
  const began = epochNow()
  const child = spawn(tools.helm, ['list', '-A', '--max', '0', '-o', 'json'], { env, signal })
  let peakBytes: number | null = null
  const timer = setInterval(() => (peakBytes = peakOf(child.pid) ?? peakBytes), pollMs)
  const out = { stdout: '', stderr: '' }
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => (out[name] += text))
  }
  try {
    const [code] = (await once(child, 'close')) as [number | null]
    const ended = epochNow()
    if (code !== 0) throw new Error(`helm list ended with code ${String(code)}: ${out.stderr}`)
    const rows = (JSON.parse(out.stdout) as unknown[]).length
    return { ms: ended - began, rows, span: [began, ended], peakBytes }
  } finally {
    clearInterval(timer)
  }
}

/** The most memory that a process ever held (VmHWM); null when it is gone, or where there is no /proc. */
function peakOf(pid: number | undefined): number | null {
  try {
    const match = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${String(pid)}/status`, 'utf8'))
    return match === null ? null : Number(match[1]) * 1_024
  } catch {
    return null
  }
}
