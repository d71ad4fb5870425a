import { describe, expect, it } from 'vitest'
import { controlFile, parseFpmArguments } from './deb-options.mjs'

const args = [
  ...['-s', 'dir', '--force', '-t', 'deb', '-d', 'libnss3', '-d', 'libgtk-3-0 | libgtk-3-0t64'],
  ...['--deb-recommends', 'xdg-utils', '--deb-compression', 'zst', '--architecture', 'amd64'],
  ...['--after-install', '/tmp/in', '--after-remove', '/tmp/out', '--description', 'Short\n Long.\n\n More.'],
  ...['--version', '1.2.3~dev', '--package', '/dist/app.deb', '--name', 'app', '--maintainer', 'Us <us@here>'],
  ...['--vendor', 'Us', '--url', 'https://here.example', '--deb-priority', 'optional', '--license', 'Apache-2.0'],
  ...['/dist/linux-unpacked/=/opt/App', '/tmp/a=b.desktop=/usr/share/applications/app.desktop'],
]

describe("electron-builder's arguments for fpm", () => {
  it('become the fields, scripts and contents of a .deb', () => {
    expect(parseFpmArguments(args)).toEqual({
      output: '/dist/app.deb',
      compression: 'zst',
      afterInstall: '/tmp/in',
      afterRemove: '/tmp/out',
      fields: {
        Package: 'app',
        Version: '1.2.3~dev',
        Architecture: 'amd64',
        Maintainer: 'Us <us@here>',
        Depends: 'libnss3, libgtk-3-0 | libgtk-3-0t64',
        Recommends: 'xdg-utils',
        Priority: 'optional',
        Homepage: 'https://here.example',
        Description: 'Short\n Long.\n\n More.',
      },
      contents: [
        { from: '/dist/linux-unpacked/', to: '/opt/App' },
        { from: '/tmp/a=b.desktop', to: '/usr/share/applications/app.desktop' },
      ],
    })
  })

  it.each([
    [['--deb-no-such-thing', 'x'], 'not known'],
    [['--version'], 'no value'],
    [['/somewhere'], 'does not say where'],
    [['--name', 'app'], '--package'],
  ])('are refused where they cannot be met: %j', (more, reason) => {
    expect(() => parseFpmArguments(more)).toThrow(reason)
  })
})

describe('a control file', () => {
  it('ends with a folded description', () => {
    const { fields } = parseFpmArguments(args)
    expect(controlFile(fields, 42).split('\n')).toEqual([
      'Package: app',
      'Version: 1.2.3~dev',
      'Architecture: amd64',
      'Maintainer: Us <us@here>',
      'Depends: libnss3, libgtk-3-0 | libgtk-3-0t64',
      'Recommends: xdg-utils',
      'Priority: optional',
      'Installed-Size: 42',
      'Homepage: https://here.example',
      'Description: Short',
      ' Long.',
      ' .',
      ' More.',
      '',
    ])
  })

  it('leaves out a home page that cannot exist, and keeps each field to its line', () => {
    const text = controlFile({ Package: 'app\nEssential: yes', Homepage: 'https://app.invalid', Description: 'x' }, 1)
    expect(text).toBe('Package: app Essential: yes\nInstalled-Size: 1\nDescription: x\n')
  })
})
