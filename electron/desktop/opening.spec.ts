import { describe, expect, it } from 'vitest'
import type { Launch } from './launch-files'
import { boundOpening, maxArgumentBytes, openingOf, shorterStart } from './opening'

const launch = (args: readonly string[], hasAppArgument = false): Launch => ({
  argv: ['/usr/bin/wheelhouse', ...args],
  cwd: '/home/jane',
  hasAppArgument,
})
const paths = (count: number): string[] =>
  Array.from({ length: count }, (_, at) => `/home/jane/charts/values-${at}.yaml`)
const bytes = (args: readonly string[]): number => args.reduce((sum, arg) => sum + Buffer.byteLength(arg) + 1, 0)

/** The start that follows one that was too long. */
function again(first: Launch): Launch {
  const args = shorterStart(first)
  if (args === null) throw new Error('the start was not too long')
  expect(bytes([first.argv[0] ?? '', ...args])).toBeLessThanOrEqual(maxArgumentBytes)
  return { ...first, argv: [first.argv[0] ?? '', ...args] }
}

describe.runIf(process.platform !== 'win32')('what a start opens', () => {
  it('is all of a few files, in their order', () => {
    expect(openingOf(launch(['b.yaml', 'a.yaml']))).toEqual({
      files: ['/home/jane/b.yaml', '/home/jane/a.yaml'],
      total: 2,
    })
    expect(shorterStart(launch(['b.yaml', 'a.yaml']))).toBeNull()
  })

  it.each([1_500, 100_000])('is ten of %i files, of which it knows the number after it began anew', (count) => {
    const second = again(launch(['--disable-gpu', ...paths(count)]))
    expect(second.argv).toContain('--disable-gpu')
    expect(openingOf(second)).toEqual({ files: paths(10), total: count })
    expect(shorterStart(second)).toBeNull()
  })

  it.each([
    ['of 100 KB', `/${'x'.repeat(100_000)}.yaml`],
    ['of 100 KB, not in ASCII', `/${'ü'.repeat(50_000)}.yaml`],
  ])('is none of one path %s, and the file beside it', (_what, path) => {
    const second = again(launch([path, 'mine.yaml']))
    expect(openingOf(second)).toEqual({ files: ['/home/jane/mine.yaml'], total: 2 })
  })

  it('begins anew without a switch that is too long, and with the folder of the app', () => {
    const long = `--user-data-dir=/${'x'.repeat(20_000)}`
    expect(shorterStart(launch(['/src/app', long, '--disable-gpu', 'v.yaml'], true))).toEqual([
      '/src/app',
      '--disable-gpu',
      '--files-named=1',
      '--',
      '/home/jane/v.yaml',
    ])
  })

  it('is as much as can be handed over', () => {
    const long = Array.from({ length: 10 }, (_, at) => `/${at}${'x'.repeat(3_000)}`)
    const { files, total } = boundOpening({ files: long, total: 0 })
    expect({ files: files.length, total }).toEqual({ files: 3, total: 10 })
  })

  it.each(['--files-named=', '--files-named=-1', '--files-named=1e9', '--files-named=x'])(
    'takes no number from %s',
    (arg) => {
      expect(openingOf(launch([arg, 'v.yaml'])).total).toBe(1)
    },
  )
})
