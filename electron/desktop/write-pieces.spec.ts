import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { writePieces } from './write-pieces'

let dir = ''
beforeEach(() => void (dir = mkdtempSync(join(tmpdir(), 'wheelhouse-pieces-'))))
afterEach(() => rmSync(dir, { recursive: true, force: true }))

async function* pieces(fails: boolean): AsyncGenerator<string> {
  yield await Promise.resolve('one ')
  if (fails) throw new Error('damaged')
  yield 'two'
}

describe('a file written piece by piece', () => {
  it('is whole, and for the owner alone', async () => {
    const path = join(dir, 'all.csv')
    await writePieces(path, pieces(false))
    expect(readFileSync(path, 'utf8')).toBe('one two')
    expect(statSync(path).mode & 0o777).toBe(0o600)
  })

  it('stays as it was when a piece cannot be had', async () => {
    const path = join(dir, 'all.csv')
    writeFileSync(path, 'before')
    await expect(writePieces(path, pieces(true))).rejects.toThrow('damaged')
    expect(readFileSync(path, 'utf8')).toBe('before')
    expect(readdirSync(dir)).toEqual(['all.csv'])
  })
})
