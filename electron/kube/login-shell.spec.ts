import { chmodSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { loginShellPath, mergePaths, type LoginShellDeps } from './login-shell'
import { temporaryFolder } from './testing/kubeconfig'

let folder: ReturnType<typeof temporaryFolder>
beforeEach(() => (folder = temporaryFolder()))
afterEach(() => folder.remove())

const own = process.env['PATH'] ?? ''

/** A login shell that runs the given start-up lines before what it is asked to do. */
function shell(startUp: string): string {
  const file = join(folder.path, 'shell')
  writeFileSync(file, `#!/bin/sh\n${startUp}\neval "$2"\n`)
  chmodSync(file, 0o755)
  return file
}

function ask(SHELL: string | undefined, more: Partial<LoginShellDeps> = {}): Promise<string> {
  return loginShellPath({ platform: 'linux', env: { PATH: own, SHELL }, hasTerminal: false, timeoutMs: 5_000, ...more })
}

describe('the PATH of the login shell', () => {
  it('comes first, whatever the start-up files print, and loses nothing of the own one', async () => {
    const path = await ask(shell('echo welcome; echo "PATH=/wrong" >&2; PATH="/opt/tools:$PATH"; export PATH'))
    expect(path.split(delimiter)[0]).toBe('/opt/tools')
    expect(path.split(delimiter)).toEqual(expect.arrayContaining(own.split(delimiter)))
    expect(path).not.toContain('welcome')
  })

  it('is read from the real bash', async () => {
    expect((await ask('/bin/bash')).split(delimiter)).toEqual(expect.arrayContaining(own.split(delimiter)))
  })

  it.each([
    ['hangs', 'sleep 60', 300],
    ['fails', 'exit 3', 5_000],
    ['prints for ever', 'yes', 5_000],
  ])('is the own one when the shell %s', async (_what, startUp, timeoutMs) => {
    const startedAt = Date.now()
    expect(await ask(shell(startUp), { timeoutMs })).toBe(mergePaths('', own))
    expect(Date.now() - startedAt).toBeLessThan(4_500)
  })

  it('does not wait for what a start-up file leaves in the background', async () => {
    const startedAt = Date.now()
    expect(await ask(shell('sleep 8 & PATH="/opt/tools:$PATH"; export PATH'), { timeoutMs: 7_000 })).toContain(
      '/opt/tools',
    )
    expect(Date.now() - startedAt).toBeLessThan(4_500)
  })

  it('is the own one in a terminal, on Windows, and without a usable SHELL', async () => {
    const file = shell('PATH="/opt/tools"; export PATH')
    expect(await ask(file, { hasTerminal: true })).toBe(own)
    expect(await ask(file, { platform: 'win32' })).toBe(own)
    expect(await ask(undefined)).toBe(own)
    expect(await ask('relative/shell')).toBe(own)
    expect(await ask('/no/such/shell')).toBe(mergePaths('', own))
  })
})

describe('merging two PATHs', () => {
  it('keeps each absolute folder once', () => {
    expect(mergePaths('/a:/b:/a', '/b:/c')).toBe('/a:/b:/c')
    expect(mergePaths('', '/c::.:bin')).toBe('/c')
  })
})
