import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { withTemporaryFolder } from '../testing/fixtures.mjs'
import { listAsar } from './asar.mjs'

/** As @electron/asar writes it: the lengths of a pickle within a pickle, the header, the files. */
function asar(header: unknown): Buffer {
  const text = Buffer.from(JSON.stringify(header))
  const lengths = Buffer.alloc(16)
  ;[4, text.length + 8, text.length + 4, text.length].forEach((length, at) => lengths.writeUInt32LE(length, at * 4))
  return Buffer.concat([lengths, text])
}

describe('an asar archive', () => {
  it('is listed with the sizes of its files, links left out', () =>
    withTemporaryFolder(async (folder) => {
      const file = join(folder, 'app.asar')
      const files = {
        'package.json': { size: 3, offset: '0' },
        out: { files: { main: { files: { 'main.cjs': { size: 5, offset: '3' } } }, link: { link: 'package.json' } } },
      }
      await writeFile(file, asar({ files }))
      expect([...(await listAsar(file))]).toEqual([
        ['package.json', 3],
        ['out/main/main.cjs', 5],
      ])
    }))

  it('is told from any other file', () =>
    withTemporaryFolder(async (folder) => {
      const file = join(folder, 'app.asar')
      await writeFile(file, Buffer.alloc(64, 7))
      await expect(listAsar(file)).rejects.toThrow('is no asar archive')
    }))
})
