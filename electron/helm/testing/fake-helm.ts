import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { HelmBinary } from '@shared/model/app'
import { createHelmRunner, type HelmRunner } from '../run'

/** A folder with a Node program in it that stands in for helm where only the behaviour of a process is tested. */
export interface FakeHelm {
  readonly dir: string
  readonly root: string
  readonly path: string
  readonly runner: HelmRunner
  dispose(): Promise<void>
}

/** @param body what the program does; CommonJS */
export function fakeHelm(body: string, env: Record<string, string> = {}): FakeHelm {
  const dir = mkdtempSync(join(tmpdir(), 'wheelhouse-fake-'))
  const path = join(dir, 'helm')
  const root = join(dir, 'runs')
  writeFileSync(path, `#!${process.execPath}\n${body}\n`)
  chmodSync(path, 0o755)
  const binary: HelmBinary = { path, version: '4.3.1', source: 'environment', warnings: [] }
  const runner = createHelmRunner({
    findHelm: () => Promise.resolve(binary),
    env: () => ({ ...process.env, ...env }),
    root,
  })
  return { dir, root, path, runner, dispose: () => rm(dir, { recursive: true, force: true }) }
}
