import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'playwright/test'
import { poll, run } from '../cluster/processes.mjs'
import { releasesPage } from '../pages/releases-page'
import { startPackagedApp } from './packaged-app'
import { sandboxOfWindow } from './sandbox'
import { report, test } from './test'

const desktopEntry = '/usr/share/applications/wheelhouse.desktop'

test('the .deb is installed, started as its desktop entry says, and removed without a trace @root', async ({
  world,
  home,
}) => {
  const { stdout: there } = await run('dpkg-query', ['-W', '-f', '${db:Status-Status}', 'wheelhouse'])
  expect(there, 'A Wheelhouse is installed on this machine: remove it to test another one.').not.toBe('installed')
  const before = await traces()
  try {
    await dpkg('-i', world.deb)
    expect((await run('dpkg', ['--verify', 'wheelhouse'])).stdout).toBe('')
    const entry = readFileSync(desktopEntry, 'utf8')
    expect(entry).toMatch(/^Icon=wheelhouse$/m)
    expect(entry).toMatch(/^StartupWMClass=wheelhouse$/m)
    expect(entry).toMatch(/^MimeType=application\/yaml;application\/x-yaml;$/m)
    expect(existsSync('/usr/bin/wheelhouse')).toBe(true)

    const [, executable = ''] = /^Exec=(\S+) %U$/m.exec(entry) ?? []
    const app = await startPackagedApp({ executable, world, home })
    try {
      await releasesPage(app.page).ready()
      report(`start of the installed .deb to its first row: ${Math.round(performance.now() - app.startedAt)} ms`)
      await releasesPage(app.page).expectNames(['basket'])
      expect(sandboxOfWindow(app.pid)).toEqual({ wall: app.sandbox, filtered: app.sandbox !== 'none' })
    } finally {
      expect(await app.close()).toBe(0)
    }
  } finally {
    await dpkg('-P', 'wheelhouse')
  }
  expect(await traces()).toEqual(before)
  expect(existsSync(join(home, '.config', 'Wheelhouse')), 'what is the person’s own stays').toBe(true)
})

/** Everything of this name where packages put things. dpkg's own logs keep their lines. */
async function traces(): Promise<string[]> {
  const folders = ['/opt', '/etc', '/usr', '/var/lib', '/var/cache', '/run']
  const { stdout } = await run('find', [...folders, '-xdev', '-iname', '*wheelhouse*'])
  return stdout.split('\n').sort()
}

/** Waits while another program has dpkg's lock. */
async function dpkg(...args: string[]): Promise<void> {
  const asked = async (): Promise<{ code: number | null; words: string } | null> => {
    const { code, stdout, stderr } = await run('dpkg', args)
    return code !== 0 && /lock/.test(stderr) ? null : { code, words: stdout + stderr }
  }
  const ended = await poll(asked, { timeoutMs: 60_000, everyMs: 500 })
  expect(ended?.code, `dpkg ${args.join(' ')}: ${ended?.words ?? 'its lock was not given up'}`).toBe(0)
}
