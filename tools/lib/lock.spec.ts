import { spawn } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { once } from 'node:events'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { eventually, withTemporaryFolder } from '../testing/fixtures.mjs'
import { withLock } from './lock.mjs'

const lockModule = new URL('lock.mjs', import.meta.url).href

describe('withLock', () => {
  it('lets one in at a time', () =>
    withTemporaryFolder(async (folder) => {
      const file = join(folder, 'lock')
      let inside = 0
      let most = 0
      const work = () =>
        withLock(file, async () => {
          inside += 1
          most = Math.max(most, inside)
          await new Promise((resolve) => setTimeout(resolve, 30))
          inside -= 1
        })
      await Promise.all([work(), work(), work()])
      expect(most).toBe(1)
      expect(existsSync(file)).toBe(false)
    }))

  it('waits for another living process and says which', () =>
    withTemporaryFolder(async (folder) => {
      const file = join(folder, 'lock')
      const child = holder(file)
      await eventually(() => existsSync(file))
      const waitedFor: number[] = []
      const result = withLock(file, () => Promise.resolve('mine'), { onWait: (pid) => waitedFor.push(pid) })
      await eventually(() => waitedFor.length > 0)
      child.stdin.end()
      expect(await result).toBe('mine')
      expect(waitedFor).toEqual([child.pid])
    }))

  it('takes over the lock of a process that was killed, and only one waiter gets it', () =>
    withTemporaryFolder(async (folder) => {
      const file = join(folder, 'lock')
      const child = holder(file)
      await eventually(() => existsSync(file))
      child.kill('SIGKILL')
      await once(child, 'exit')
      expect(existsSync(file)).toBe(true)
      let inside = 0
      const work = () =>
        withLock(file, async () => {
          inside += 1
          expect(inside).toBe(1)
          await new Promise((resolve) => setTimeout(resolve, 10))
          inside -= 1
        })
      await Promise.all([work(), work(), work()])
      expect(existsSync(file)).toBe(false)
    }))

  it.runIf(process.platform === 'linux')('does not take a later process with the same number for the holder', () =>
    withTemporaryFolder(async (folder) => {
      const file = join(folder, 'lock')
      await writeFile(file, `${process.pid} 1`)
      expect(await withLock(file, () => readFile(file, 'utf8'))).not.toBe(`${process.pid} 1`)
    }),
  )

  it('stops waiting when interrupted, and leaves the lock to its holder', () =>
    withTemporaryFolder(async (folder) => {
      const file = join(folder, 'lock')
      const child = holder(file)
      await eventually(() => existsSync(file))
      const controller = new AbortController()
      const result = withLock(file, () => Promise.resolve('never'), { signal: controller.signal })
      controller.abort(new Error('interrupted'))
      await expect(result).rejects.toThrow()
      expect(existsSync(file)).toBe(true)
      child.kill('SIGKILL')
      await once(child, 'exit')
    }))
})

/** A process that holds the lock until its stdin ends. */
function holder(file: string) {
  const script = `
    const { withLock } = await import(${JSON.stringify(lockModule)})
    await withLock(${JSON.stringify(file)}, () => new Promise((resolve) => process.stdin.on('end', resolve).resume()))`
  return spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['pipe', 'ignore', 'inherit'] })
}
