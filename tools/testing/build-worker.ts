import { mkdtempSync, readdirSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join, resolve } from 'node:path'
import { Worker, type WorkerOptions } from 'node:worker_threads'
import { build } from 'vite'

export interface BuiltWorker {
  readonly start: () => Worker
  readonly startWith: (options: WorkerOptions) => () => Worker
  dispose(): Promise<void>
}

/**
 * Bundles a worker as the app's build does, since Node runs no TypeScript.
 * @param ssr its source, the full path
 */
export async function buildWorker(ssr: string): Promise<BuiltWorker> {
  const dir = mkdtempSync(join(tmpdir(), 'wheelhouse-worker-'))
  const common = {
    configFile: false,
    logLevel: 'silent',
    ssr: { noExternal: true },
    resolve: { alias: { '@shared': resolve(import.meta.dirname, '../../shared') } },
  } as const
  await build({ ...common, build: { ssr, outDir: dir, emptyOutDir: false } })
  const file = readdirSync(dir).find((name) => name.startsWith(basename(ssr, '.ts'))) ?? ''
  const startWith = (options?: WorkerOptions) => () => new Worker(join(dir, file), options)
  return { start: startWith(), startWith, dispose: () => rm(dir, { recursive: true, force: true }) }
}
