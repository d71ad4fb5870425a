import { mkdtempSync, readdirSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { Worker } from 'node:worker_threads'
import { build } from 'vite'

export interface BuiltWorker {
  readonly start: () => Worker
  dispose(): Promise<void>
}

/** Bundles index-worker.ts as the app's build does, since Node runs no TypeScript. */
export async function buildIndexWorker(): Promise<BuiltWorker> {
  const dir = mkdtempSync(join(tmpdir(), 'wheelhouse-worker-'))
  const ssr = resolve(import.meta.dirname, '..', 'index-worker.ts')
  const externals = { ssr: { noExternal: true } } as const
  await build({ configFile: false, logLevel: 'silent', ...externals, build: { ssr, outDir: dir, emptyOutDir: false } })
  const file = readdirSync(dir).find((name) => name.startsWith('index-worker')) ?? ''
  return { start: () => new Worker(join(dir, file)), dispose: () => rm(dir, { recursive: true, force: true }) }
}
