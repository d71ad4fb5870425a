import { mkdirSync, mkdtempSync, readdirSync, utimesSync, writeFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { startTimeOf } from './process'
import { sweepRuns } from './sweep'

const root = mkdtempSync(join(tmpdir(), 'wheelhouse-sweep-'))
afterEach(() => rm(root, { recursive: true, force: true }))

function leave(name: string, pid?: string): void {
  mkdirSync(join(root, name))
  if (pid !== undefined) writeFileSync(join(root, name, 'pid'), pid)
}

it('deletes what ended runs have left, and only that', async () => {
  const own = (await startTimeOf(process.pid)) ?? ''
  leave('wheelhouse-run-alive', `${process.pid} ${own}`)
  leave('wheelhouse-run-reused', `${process.pid} 1`)
  leave('wheelhouse-run-dead', `999999999 1`)
  leave('wheelhouse-run-starting')
  leave('wheelhouse-run-never-started')
  utimesSync(join(root, 'wheelhouse-run-never-started'), 0, 0)
  leave('something-else')
  await sweepRuns(root)
  expect(readdirSync(root).sort()).toEqual(['something-else', 'wheelhouse-run-alive', 'wheelhouse-run-starting'])
  await expect(sweepRuns(join(root, 'no-such-folder'))).resolves.toBeUndefined()
})
