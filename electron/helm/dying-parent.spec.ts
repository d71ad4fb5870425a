import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { build } from 'vite'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'

/*
 * The proof of operations.md in small: a program that was started by an app that is then killed, with its whole process
 * group, runs on to its end and loses no output.
 */

const dir = mkdtempSync(join(tmpdir(), 'wheelhouse-parent-'))
const total = 40

/** Writes slowly, so that most of it comes after the parent's death. */
const writer = `let n = 0; const t = setInterval(() => { console.log('line ' + n); console.error('note ' + n);
  if (++n === ${total}) { clearInterval(t); console.log(require('fs').readFileSync(0, 'utf8')) } }, 25)`

beforeAll(async () => {
  await build({
    configFile: false,
    logLevel: 'silent',
    build: { ssr: resolve(import.meta.dirname, 'private-run.ts'), outDir: dir, emptyOutDir: false },
  })
  const [bundle] = readdirSync(dir).filter((name) => name.startsWith('private-run'))
  const run = { kind: 'change', timeLimitMs: 60_000, maxOutputBytes: 1e6, stopWaitMs: 1_000, root: join(dir, 'runs') }
  const parent = `import { runPrivately } from './${bundle ?? ''}'
    await runPrivately({ ...${JSON.stringify(run)}, file: process.execPath, args: ['-e', ${JSON.stringify(writer)}],
      env: process.env, stdin: 'values', onStarted: ({ pid }) => console.log(pid) })`
  writeFileSync(join(dir, 'parent.mjs'), parent)
})

afterAll(() => rm(dir, { recursive: true, force: true }))

describe('a change under way', () => {
  it.each(['process', 'group'] as const)('survives when the app is killed: its %s', async (what) => {
    const parent = spawn(process.execPath, [join(dir, 'parent.mjs')], {
      detached: true,
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const ended = new Promise((done) => parent.once('exit', (_code, signal) => done(signal)))
    await new Promise((seen) => parent.stdout.once('data', seen))
    const before = new Set(readdirSync(join(dir, 'runs')))
    process.kill((what === 'group' ? -1 : 1) * (parent.pid ?? 0), 'SIGKILL')
    expect(await ended).toBe('SIGKILL')

    const [run = ''] = [...before].filter((name) => !done.has(name))
    const read = (name: string): string => readFileSync(join(dir, 'runs', run, name), 'utf8')
    await vi.waitFor(() => expect(read('stdout')).toContain('values'), { timeout: 15_000, interval: 50 })
    expect(read('stdout').trim().split('\n')).toEqual([...numbered('line'), 'values'])
    expect(read('stderr').trim().split('\n')).toEqual(numbered('note'))
    done.add(run)
  })
})

const done = new Set<string>()

function numbered(word: string): string[] {
  return Array.from({ length: total }, (_, index) => `${word} ${index}`)
}
