import { execFileSync } from 'node:child_process'
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { OpenedFile } from '@shared/model/file'
import { readValuesFiles } from './values-files'

let folder = ''

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wheelhouse-values-'))
})

afterAll(() => rm(folder, { recursive: true, force: true }))

async function write(name: string, content: string | Uint8Array): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, content)
  return path
}

function causes(files: readonly OpenedFile[]): string[] {
  return files.map((file) => ('error' in file ? file.error.cause : 'taken'))
}

describe('readValuesFiles', () => {
  it('gives the text as it is, comments, order and all', async () => {
    const first = await write('b.yaml', '# why\nreplicas: 2\n')
    const second = await write('a.YML', 'name: süß\n')
    expect(await readValuesFiles([first, second])).toEqual([
      { path: first, name: 'b.yaml', text: '# why\nreplicas: 2\n' },
      { path: second, name: 'a.YML', text: 'name: süß\n' },
    ])
  })

  it('takes an empty file, and one with a byte order mark without the mark', async () => {
    const files = await readValuesFiles([await write('empty.yaml', ''), await write('mark.yaml', '\ufeffa: 1\n')])
    expect(files.map((file) => 'text' in file && file.text)).toEqual(['', 'a: 1\n'])
  })

  it.each<[string, string | Uint8Array, RegExp]>([
    ['zeros.yaml', new Uint8Array([0x7f, 0x45, 0x4c, 0x46, 0, 1]), /binary/],
    ['latin.yaml', new Uint8Array([0x61, 0x3a, 0x20, 0xe4, 0x0a]), /not written in UTF-8/],
    ['wide.yaml', new Uint8Array([0xff, 0xfe, 0x61, 0]), /UTF-16/],
    ['large.yaml', `a: ${'x'.repeat(1024 * 1024)}`, /larger than 1 MiB/],
    ['broken.yaml', 'a: [1', /^Line 1, column/],
    ['list.yaml', '- a\n- b\n', /start with a key/],
    ['values.txt', 'a: 1', /must end in \.yaml or \.yml/],
  ])('refuses %s and says why', async (name, content, why) => {
    const [file] = await readValuesFiles([await write(name, content)])
    expect(file).toMatchObject({ name, error: { message: `${name} can't be used.` } })
    expect(causes(file ? [file] : [])[0]).toMatch(why)
  })

  it('takes exactly 1 MiB', async () => {
    const path = await write('full.yaml', `a: ${'x'.repeat(1024 * 1024 - 3)}`)
    expect(causes(await readValuesFiles([path]))).toEqual(['taken'])
  })

  it('refuses what is not there, a folder and a link that leads to itself', async () => {
    const dir = join(folder, 'dir.yaml')
    const loop = join(folder, 'loop.yaml')
    await mkdir(dir)
    await symlink(loop, loop)
    const files = await readValuesFiles([join(folder, 'missing.yaml'), dir, loop])
    expect(causes(files)).toEqual(['There is no such file.', 'It is a folder.', 'It is a link that leads nowhere.'])
  })

  it.runIf(process.platform !== 'win32')('does not wait for a pipe that nobody writes to', async () => {
    const pipe = join(folder, 'pipe.yaml')
    execFileSync('mkfifo', [pipe])
    expect(causes(await readValuesFiles([pipe, '/dev/zero']))).toEqual([
      'It is not a regular file.',
      'Values files must end in .yaml or .yml.',
    ])
  })

  it('reads ten at once and says that there were more; a bad one spoils no other', async () => {
    const good = await write('good.yaml', 'a: 1\n')
    const bad = await write('bad.yaml', 'a: [')
    const files = await readValuesFiles([bad, ...Array.from({ length: 10 }, () => good)])
    expect(causes(files).filter((cause) => cause === 'taken')).toHaveLength(9)
    expect(files).toHaveLength(11)
    expect(files.at(-1)).toMatchObject({ error: { message: 'Only 10 of the 11 files were opened.' } })
  })

  it.each([
    [['a.yaml'], 1_500, 'Only 1 of the 1,500 files was opened.'],
    [[], 2, "Wheelhouse didn't open the 2 files."],
    [[], 1, "Wheelhouse didn't open the file."],
  ])('tells of files that were named and never came here: %j of %i', async (paths, total, message) => {
    const files = await readValuesFiles(paths, total)
    expect(files.at(-1)).toMatchObject({ error: { code: 'file-refused', message } })
  })

  it('never repeats what a refused file holds', async () => {
    const [file] = await readValuesFiles([await write('secret.yaml', 'password: [Hunter2, "x')])
    expect(JSON.stringify(file)).not.toContain('Hunter2')
  })
})
