import { execFileSync } from 'node:child_process'
import { chmod, mkdir, readFile, readdir, stat, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { withTemporaryFolder } from '../testing/fixtures.mjs'
import { extractTarGz } from './tar.mjs'

const LONG = `${'long-folder-name-'.repeat(8)}/${'long-file-name-'.repeat(8)}.txt`
const large = Buffer.alloc(700_001, 'large ')

describe('extractTarGz', () => {
  it.each(['ustar', 'pax'])('unpacks what tar packed: %s', (format) =>
    withArchive(format, async (archive, out) => {
      expect(await extractTarGz(archive, out, (name) => name)).toBe(format === 'pax' ? 4 : 3)
      expect(large.equals(await readFile(join(out, 'package/large')))).toBe(true)
      expect(await readFile(join(out, 'package/empty'), 'utf8')).toBe('')
      expect((await stat(join(out, 'package/bin'))).mode & 0o111).toBe(0o111)
      if (format === 'pax') expect(await readFile(join(out, 'package', LONG), 'utf8')).toBe('found')
    }),
  )

  it('takes only what is wanted', () =>
    withArchive('ustar', async (archive, out) => {
      expect(await extractTarGz(archive, out, (name) => (name.endsWith('/bin') ? 'helm' : undefined))).toBe(1)
      expect(await readdir(out)).toEqual(['helm'])
    }))

  it('refuses an archive that is cut off', () =>
    withArchive('ustar', async (archive, out) => {
      await truncate(archive, Math.floor((await stat(archive)).size / 2))
      await expect(extractTarGz(archive, out, (name) => name)).rejects.toThrow()
    }))

  it('refuses to write outside its folder', () =>
    withArchive('ustar', (archive, out) =>
      expect(extractTarGz(archive, out, (name) => `../${name}`)).rejects.toThrow('outside'),
    ))
})

function withArchive(format: string, work: (archive: string, out: string) => Promise<void>) {
  return withTemporaryFolder(async (folder) => {
    const source = join(folder, 'package')
    await mkdir(source)
    await writeFile(join(source, 'bin'), '#!/bin/sh')
    await chmod(join(source, 'bin'), 0o755)
    await writeFile(join(source, 'empty'), '')
    await writeFile(join(source, 'large'), large)
    if (format === 'pax') {
      await mkdir(join(source, LONG, '..'), { recursive: true })
      await writeFile(join(source, LONG), 'found')
    }
    const archive = join(folder, 'archive.tgz')
    execFileSync('tar', ['-C', folder, `--format=${format}`, '-czf', archive, 'package'])
    await work(archive, join(folder, 'out'))
  })
}
