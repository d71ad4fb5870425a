import { readFile, readdir, readlink, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { withTemporaryFolder } from '../testing/fixtures.mjs'
import { REAL_ZIP, makeZip } from '../testing/zip-samples.mjs'
import { extractZip } from './zip.mjs'

describe('extractZip', () => {
  it('unpacks a zip of another program: deflated, stored and empty files, modes and links', () =>
    withZip(REAL_ZIP, async (zip, out) => {
      const seen: number[] = []
      expect(await extractZip(zip, out, { onProgress: (done, total) => seen.push(done / total) })).toBe(4)
      expect(await readFile(join(out, 'app/run'), 'utf8')).toBe('#!/bin/sh\necho hello\n'.repeat(30))
      expect(await readFile(join(out, 'app/data.txt'), 'utf8')).toBe('stored as it is\n')
      expect(await readFile(join(out, 'app/empty'), 'utf8')).toBe('')
      expect((await stat(join(out, 'app/run'))).mode & 0o111).toBe(0o111)
      expect((await stat(join(out, 'app/data.txt'))).mode & 0o111).toBe(0)
      expect(await readlink(join(out, 'app/link'))).toBe('data.txt')
      expect(seen.at(-1)).toBe(1)
    }))

  it('renames and leaves out', () =>
    withZip(REAL_ZIP, async (zip, out) => {
      const rename = (name: string) => (name === 'app/run' ? 'renamed' : undefined)
      expect(await extractZip(zip, out, { rename })).toBe(1)
      expect(await readdir(out)).toEqual(['renamed'])
    }))

  it('refuses a damaged entry', () => {
    const damaged = Buffer.from(REAL_ZIP)
    damaged[damaged.indexOf('stored as')] = 0x53
    return withZip(damaged, (zip, out) => expect(extractZip(zip, out)).rejects.toThrow('app/data.txt'))
  })

  it('refuses a file that is cut off, or no zip', async () => {
    await withZip(REAL_ZIP.subarray(0, 300), (zip, out) => expect(extractZip(zip, out)).rejects.toThrow('cut off'))
    await withZip(Buffer.from('<html>'), (zip, out) => expect(extractZip(zip, out)).rejects.toThrow('not a zip file'))
  })

  it.each(['../outside', '/etc/outside', 'a/../../outside'])('refuses to write outside its folder: %s', (name) =>
    withZip(makeZip({ [name]: 'x' }), (zip, out) => expect(extractZip(zip, out)).rejects.toThrow('outside')),
  )

  it('stops when interrupted', () =>
    withZip(REAL_ZIP, (zip, out) =>
      expect(extractZip(zip, out, { signal: AbortSignal.abort(new Error('interrupted')) })).rejects.toThrow(
        'interrupted',
      ),
    ))
})

function withZip(bytes: Buffer, work: (zip: string, out: string) => Promise<void>) {
  return withTemporaryFolder(async (folder) => {
    const zip = join(folder, 'archive.zip')
    await writeFile(zip, bytes)
    await work(zip, join(folder, 'out'))
  })
}
