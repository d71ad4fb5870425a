import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { withTemporaryFolder } from '../testing/fixtures.mjs'
import { appFolder, buildApp, buildIsCurrent } from './app-build.mjs'

/** Stands in for electron-vite: what is tested is when it runs, and that a failure does not look like a build. */
const FAKE_VITE = `
  const fs = require('node:fs')
  if (fs.readFileSync('electron/main.ts', 'utf8') === 'wrong') { console.error('main.ts is wrong'); process.exit(1) }
  fs.mkdirSync('out/main', { recursive: true }); fs.writeFileSync('out/main/main.cjs', '')`

describe('the build', () => {
  it('is current until a source changes; tests do not count', () =>
    withProject(async (root, build) => {
      expect(appFolder(root)).toBeUndefined()
      expect(await buildIsCurrent(root)).toBe(false)
      await build()
      expect(appFolder(root)).toBe(root)
      expect(await buildIsCurrent(root)).toBe(true)
      await writeFile(join(root, 'electron', 'main.spec.ts'), 'a test')
      expect(await buildIsCurrent(root)).toBe(true)
      await writeFile(join(root, 'electron', 'new.ts'), '')
      expect(await buildIsCurrent(root)).toBe(false)
      await rm(join(root, 'electron', 'new.ts'))
      expect(await buildIsCurrent(root)).toBe(true)
    }))

  it('does not look current after it failed', () =>
    withProject(async (root, build) => {
      await build()
      await writeFile(join(root, 'electron', 'main.ts'), 'wrong')
      await expect(build()).rejects.toThrow('The app could not be built')
      expect(await buildIsCurrent(root)).toBe(false)
      await writeFile(join(root, 'electron', 'main.ts'), 'right')
      expect(await buildIsCurrent(root)).toBe(false)
    }))
})

function withProject(work: (root: string, build: () => Promise<void>) => Promise<void>) {
  return withTemporaryFolder(async (root) => {
    const bin = join(root, 'node_modules', 'electron-vite', 'bin')
    await mkdir(bin, { recursive: true })
    await mkdir(join(root, 'electron'))
    await writeFile(join(bin, 'electron-vite.js'), FAKE_VITE)
    await writeFile(join(root, 'electron', 'main.ts'), 'right')
    await work(root, () => buildApp({ root, cache: join(root, 'cache') }, { signal: new AbortController().signal }))
  })
}
