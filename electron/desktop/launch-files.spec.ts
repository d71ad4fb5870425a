import { describe, expect, it } from 'vitest'
import { launchFiles } from './launch-files'

function filesOf(args: readonly string[], hasAppArgument = false): string[] {
  return launchFiles({ argv: ['/usr/bin/wheelhouse', ...args], cwd: '/home/jane', hasAppArgument })
}

describe.runIf(process.platform !== 'win32')('launchFiles', () => {
  it('resolves paths against the folder the app was started in', () => {
    expect(filesOf(['values.yaml', './a/../b.yml', '/etc/c.yaml'])).toEqual([
      '/home/jane/values.yaml',
      '/home/jane/b.yml',
      '/etc/c.yaml',
    ])
  })

  it('understands the addresses that a desktop entry gives', () => {
    expect(filesOf(['file:///home/jane/my%20values.yaml', 'FILE:///tmp/x.yml'])).toEqual([
      '/home/jane/my values.yaml',
      '/tmp/x.yml',
    ])
  })

  it.each([
    ['a file elsewhere', 'file://server/share/values.yaml'],
    ['an encoded slash', 'file:///tmp/a%2fb.yaml'],
    ['an empty argument', ''],
    ['a zero byte', 'a\0.yaml'],
    ['a zero byte in an address', 'file:///tmp/a%00.yaml'],
  ])('passes over %s', (_what, argument) => {
    expect(filesOf([argument])).toEqual([])
  })

  it('does not take switches for files', () => {
    expect(filesOf(['--no-sandbox', '--user-data-dir=/tmp/x', '-r', '/loader.js', 'v.yaml', '--inspect=0'])).toEqual([
      '/home/jane/v.yaml',
    ])
  })

  it('takes everything after -- for a file', () => {
    expect(filesOf(['--', '-odd.yaml'])).toEqual(['/home/jane/-odd.yaml'])
  })

  it("leaves the app's own folder out where Electron was given it", () => {
    expect(filesOf(['-r', '/loader.js', '/src/app', 'v.yaml'], true)).toEqual(['/home/jane/v.yaml'])
  })

  it('names a file once', () => {
    expect(filesOf(['v.yaml', './v.yaml', 'file:///home/jane/v.yaml'])).toEqual(['/home/jane/v.yaml'])
  })

  it('gives nothing for a plain start', () => {
    expect(filesOf([])).toEqual([])
  })
})
