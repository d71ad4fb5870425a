import { chmod, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { quietContext, withTemporaryFolder } from '../testing/fixtures.mjs'
import { ensureHelm, isRecentVersion } from './helm.mjs'

describe('isRecentVersion', () => {
  it.each(['v3.18.5', 'v3.18.10', 'v3.22.0', 'v4.0.0', 'v4.1.4+gabcdef'])('accepts %s', (version) => {
    expect(isRecentVersion(version)).toBe(true)
  })

  it.each(['v3.18.4', 'v3.9.0', 'v2.17.0', '', 'unknown'])('refuses "%s"', (version) => {
    expect(isRecentVersion(version)).toBe(false)
  })
})

describe.runIf(process.platform !== 'win32')('ensureHelm', () => {
  it("takes the person's own: HELM_BIN first, then the first good one on the PATH", () =>
    withTemporaryFolder(async (cache) => {
      const old = await fakeHelm(cache, 'old', 'v3.12.0')
      const good = await fakeHelm(cache, 'good', 'v3.19.2')
      const PATH = `${join(cache, 'old')}:${join(cache, 'good')}`
      expect(await ensureHelm({ cache, env: { PATH } }, quietContext())).toBe(good)
      expect(await ensureHelm({ cache, env: { PATH, HELM_BIN: old } }, quietContext())).toBe(old)
    }))

  it('says that HELM_BIN names nothing', () =>
    withTemporaryFolder(async (cache) => {
      const promise = ensureHelm({ cache, env: { HELM_BIN: join(cache, 'none') } }, quietContext())
      await expect(promise).rejects.toThrow('which does not exist. Correct the variable or unset it.')
    }))
})

async function fakeHelm(folder: string, name: string, version: string) {
  await mkdir(join(folder, name))
  const file = join(folder, name, 'helm')
  await writeFile(file, `#!/bin/sh\necho ${version}\n`)
  await chmod(file, 0o755)
  return file
}
