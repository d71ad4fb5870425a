import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { replaceFile, replaceFileNow, writeForOwner } from './replace-file'

let dir = ''
beforeEach(() => void (dir = mkdtempSync(join(tmpdir(), 'wheelhouse-replace-'))))
afterEach(() => rmSync(dir, { recursive: true, force: true }))

async function* pieces(fails: boolean): AsyncGenerator<string> {
  yield await Promise.resolve('one ')
  if (fails) throw new Error('damaged')
  yield 'two'
}

describe('a file that is replaced', () => {
  it('piece by piece is whole, and for the owner alone', async () => {
    const path = join(dir, 'all.csv')
    await replaceFile(path, pieces(false))
    expect(readFileSync(path, 'utf8')).toBe('one two')
    expect(statSync(path).mode & 0o777).toBe(0o600)
  })

  it('stays as it was when a piece cannot be had', async () => {
    const path = join(dir, 'all.csv')
    writeFileSync(path, 'before')
    await expect(replaceFile(path, pieces(true))).rejects.toThrow('damaged')
    expect(readFileSync(path, 'utf8')).toBe('before')
    expect(readdirSync(dir)).toEqual(['all.csv'])
  })

  it('takes bytes as they are, for whom it is told', async () => {
    const path = join(dir, 'picture.png')
    await replaceFile(path, Buffer.from([0x89, 0, 0xff]), { mode: 0o640, synced: true })
    expect([...readFileSync(path)]).toEqual([0x89, 0, 0xff])
    expect(statSync(path).mode & 0o777).toBe(0o640)
  })

  it('at once is whole, for the owner alone, and leaves nothing aside', () => {
    const path = join(dir, 'kept.json')
    writeFileSync(path, 'before', { mode: 0o644 })
    replaceFileNow(path, 'after')
    expect(readFileSync(path, 'utf8')).toBe('after')
    expect(statSync(path).mode & 0o777).toBe(0o600)
    expect(readdirSync(dir)).toEqual(['kept.json'])
  })

  it('at once leaves nothing aside when it cannot be', () => {
    const path = join(dir, 'folder')
    mkdirSync(path)
    expect(() => replaceFileNow(path, 'text')).toThrow()
    expect(readdirSync(dir)).toEqual(['folder'])
  })

  it('writes for the owner alone over what others could read, and takes nothing that lies beside it', async () => {
    const path = join(dir, 'values.yaml')
    writeFileSync(path, 'before', { mode: 0o644 })
    writeFileSync(`${path}.new`, 'of somebody else', { mode: 0o644 })
    await writeForOwner(path, 'password: hunter2\n')
    expect(readFileSync(path, 'utf8')).toBe('password: hunter2\n')
    expect(statSync(path).mode & 0o777).toBe(0o600)
    expect(readFileSync(`${path}.new`, 'utf8')).toBe('of somebody else')
    expect(readdirSync(dir).sort()).toEqual(['values.yaml', 'values.yaml.new'])
    await expect(writeForOwner(join(dir, 'missing', 'x.yaml'), 'a')).rejects.toMatchObject({
      error: { code: 'file-refused' },
    })
  })
})
