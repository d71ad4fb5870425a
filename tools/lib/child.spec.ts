import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { eventually, withTemporaryFolder } from '../testing/fixtures.mjs'
import { run } from './child.mjs'

const node = (script: string, options = {}) => run(process.execPath, ['-e', script], options)

describe('run', () => {
  it('gives code, output and log', () =>
    withTemporaryFolder(async (folder) => {
      const log = join(folder, 'logs', 'it.log')
      const lines: string[] = []
      const script = 'console.log("out"); console.error("err"); process.exitCode = 3'
      const result = await node(script, { log, onLine: (line: string) => lines.push(line) })
      expect(result.code).toBe(3)
      expect(result.stdout).toBe('out\n')
      expect(lines.sort()).toEqual(['err', 'out'])
      expect((await readFile(log, 'utf8')).split('\n').sort()).toEqual(['', 'err', 'out'])
    }))

  it('rejects when the program does not exist', async () => {
    await expect(run('no-such-program-here', [])).rejects.toThrow('ENOENT')
  })

  it('ends the program and what it started when interrupted', async () => {
    const controller = new AbortController()
    const pids: number[] = []
    const script = `
      const child = require('child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'])
      console.log(process.pid); console.log(child.pid); setInterval(() => {}, 1000)`
    const result = node(script, { signal: controller.signal, onLine: (line: string) => pids.push(Number(line)) })
    await eventually(() => pids.length === 2)
    controller.abort(new Error('interrupted'))
    await expect(result).rejects.toThrow('interrupted')
    await eventually(() => pids.every((pid) => !isAlive(pid)))
  })
})

function isAlive(pid: number) {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
