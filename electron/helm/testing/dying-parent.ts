import { mkdtempSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
// Specs play the app that is killed: it has to be a process of its own.
import { spawn } from 'node:child_process'
import { build } from 'vite'

interface Program {
  readonly file: string
  readonly args: readonly string[]
  readonly env: NodeJS.ProcessEnv
  readonly stdin?: string
}

/** What a program writes while, and after, the app that started it is killed. */
interface Orphan {
  read(stream: 'stdout' | 'stderr'): string
}

export interface DyingParents {
  /**
   * Starts a program through private-run.ts in a process that stands for the app.
   * @param untilKill resolves when it is time to kill the app with SIGKILL: its process or its whole group
   */
  orphan(program: Program, what: 'process' | 'group', untilKill: () => Promise<unknown>): Promise<Orphan>
  dispose(): Promise<void>
}

/** Bundles private-run.ts, since Node runs no TypeScript. */
export async function dyingParents(): Promise<DyingParents> {
  const dir = mkdtempSync(join(tmpdir(), 'wheelhouse-parent-'))
  const ssr = resolve(import.meta.dirname, '..', 'private-run.ts')
  await build({ configFile: false, logLevel: 'silent', build: { ssr, outDir: dir, emptyOutDir: false } })
  const bundle = readdirSync(dir).find((name) => name.startsWith('private-run')) ?? ''
  let made = 0
  return {
    orphan: async (program, what, untilKill) => {
      made += 1
      const root = join(dir, `runs-${made}`)
      const script = join(dir, `parent-${made}.mjs`)
      writeFileSync(script, parentScript(bundle, root, program))
      await startAndKill(script, what, untilKill)
      const run = readdirSync(root)[0] ?? ''
      return { read: (stream) => readFileSync(join(root, run, stream), 'utf8') }
    },
    dispose: () => rm(dir, { recursive: true, force: true }),
  }
}

function parentScript(bundle: string, root: string, program: Program): string {
  const limits = { kind: 'change', timeLimitMs: 60_000, maxOutputBytes: 1e6, stopWaitMs: 1_000, root }
  return `import { runPrivately } from './${bundle}'
    await runPrivately({ ...${JSON.stringify({ ...limits, ...program })}, onStarted: ({ pid }) => console.log(pid) })`
}

async function startAndKill(
  script: string,
  what: 'process' | 'group',
  untilKill: () => Promise<unknown>,
): Promise<void> {
  const parent = spawn(process.execPath, [script], { detached: true, stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = new Promise((resolve) => parent.once('exit', (_code, signal) => resolve(signal)))
  await new Promise((seen) => parent.stdout.once('data', seen))
  await untilKill()
  process.kill((what === 'group' ? -1 : 1) * (parent.pid ?? 0), 'SIGKILL')
  if ((await ended) !== 'SIGKILL') throw new Error('the parent ended before it could be killed')
}
