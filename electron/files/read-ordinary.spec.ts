import { execFileSync } from 'node:child_process'
import { appendFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { fileWords, isMissing } from './file-fault'
import { openJsonFile } from './json-file'
import { checkOrdinaryFile, readOrdinaryFile, readOrdinaryFileNow, withOrdinaryFile } from './read-ordinary'
import { setAsideUnusable } from './set-aside'

let dir: string
let path: string
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'wheelhouse-files-'))
  path = join(dir, 'file')
})
afterEach(() => rmSync(dir, { recursive: true, force: true }))

const limits = { maxBytes: 1024 * 1024 }
const readers = {
  'at leisure': (limit = limits) => readOrdinaryFile(path, limit),
  'at once': (limit = limits) => Promise.resolve().then(() => readOrdinaryFileNow(path, limit)),
}
const wordsOf = (reading: Promise<unknown>): Promise<string> => reading.then(() => 'read', fileWords)

describe.each(Object.entries(readers))('a file that is read %s', (_how, read) => {
  it('is read whole, however long it is', async () => {
    for (const length of [0, 1, 70_000, limits.maxBytes]) {
      writeFileSync(path, Buffer.alloc(length, 'x'))
      expect((await read()).equals(Buffer.alloc(length, 'x'))).toBe(true)
    }
  })

  it('is read through a link', async () => {
    writeFileSync(join(dir, 'real'), 'here')
    symlinkSync(join(dir, 'real'), path)
    expect((await read()).toString()).toBe('here')
  })

  it('is refused when it is larger than its reader takes', async () => {
    writeFileSync(path, 'x'.repeat(101))
    expect(await wordsOf(read({ maxBytes: 100 }))).toBe('It is larger than 100 bytes.')
    truncateSync(path, 5 * 1024 ** 3)
    expect(await wordsOf(read())).toBe('It is larger than 1 MiB.')
  })

  it('is missing, or a folder, in plain words', async () => {
    expect(await wordsOf(read())).toBe('There is no such file.')
    expect(await read().catch(isMissing)).toBe(true)
    mkdirSync(path)
    expect(await wordsOf(read())).toBe('It is a folder.')
  })

  it.skipIf(process.platform === 'win32')('is never waited for when it is a pipe or a device', async () => {
    execFileSync('mkfifo', [path])
    expect(await wordsOf(read())).toBe('It is not a regular file.')
    rmSync(path)
    symlinkSync('/dev/zero', path)
    expect(await wordsOf(read())).toBe('It is not a regular file.')
  })
})

describe('an ordinary file', () => {
  it('is read to its end although it grew after the system told its size', async () => {
    writeFileSync(path, 'a'.repeat(10))
    const seen = await withOrdinaryFile(path, async (file, { size }) => {
      appendFileSync(path, 'b'.repeat(10))
      return [size, (await file.readFile()).length]
    })
    expect(seen).toEqual([10, 20])
  })

  it.skipIf(process.platform === 'win32')('can be told from others without being read', async () => {
    writeFileSync(path, '')
    await checkOrdinaryFile(path)
    rmSync(path)
    execFileSync('mkfifo', [path])
    expect(await wordsOf(checkOrdinaryFile(path))).toBe('It is not a regular file.')
  })
})

describe.skipIf(process.platform === 'win32')("a file of the app's own in whose place a pipe stands", () => {
  beforeEach(() => void execFileSync('mkfifo', [path]))

  it('counts as empty where nothing hangs on it, and is replaced by the next write', () => {
    const file = openJsonFile(path)
    expect(file.read()).toBeUndefined()
    file.write(['a'])
    expect(file.read()).toEqual(['a'])
  })

  it('is set aside where a library would wait for it', async () => {
    setAsideUnusable(path, 100)
    expect(await wordsOf(checkOrdinaryFile(path))).toBe('There is no such file.')
    expect(await wordsOf(checkOrdinaryFile(`${path}.unusable`))).toBe('It is not a regular file.')
  })

  it('is left where it is when it is small and ordinary', () => {
    rmSync(path)
    setAsideUnusable(path, 100)
    writeFileSync(path, '{}')
    setAsideUnusable(path, 100)
    expect(readOrdinaryFileNow(path, limits).toString()).toBe('{}')
  })
})
