import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { readFile, readdir, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { eventually, withTemporaryFolder } from '../testing/fixtures.mjs'
import { installFolder, looksInstalled } from './install-folder.mjs'

const files = ['program']
const write = (text: string) => (folder: string) => writeFile(join(folder, 'program'), text)

describe('installFolder', () => {
  it('builds once, and finds it the next time', () =>
    withTemporaryFolder(async (folder) => {
      const target = join(folder, 'tool-1.0')
      expect(looksInstalled(target, files)).toBe(false)
      expect(await installFolder({ target, files, build: write('one') })).toBe('built')
      expect(await installFolder({ target, files, build: write('two') })).toBe('present')
      expect(await readFile(join(target, 'program'), 'utf8')).toBe('one')
      expect(looksInstalled(target, files)).toBe(true)
      expect(await readdir(folder)).toEqual(['tool-1.0'])
    }))

  it('builds once when two ask at the same time', () =>
    withTemporaryFolder(async (folder) => {
      const target = join(folder, 'tool')
      const outcomes = await Promise.all([1, 2, 3].map((n) => installFolder({ target, files, build: write(`${n}`) })))
      expect(outcomes.sort()).toEqual(['built', 'present', 'present'])
    }))

  it('leaves nothing when the build fails or is interrupted', () =>
    withTemporaryFolder(async (folder) => {
      const target = join(folder, 'tool')
      const failing = async (temporary: string) => {
        await write('half')(temporary)
        throw new Error('no network')
      }
      await expect(installFolder({ target, files, build: failing })).rejects.toThrow('no network')
      const controller = new AbortController()
      const interrupted = async (temporary: string) => {
        await write('whole')(temporary)
        controller.abort(new Error('interrupted'))
      }
      const options = { target, files, build: interrupted, signal: controller.signal }
      await expect(installFolder(options)).rejects.toThrow('interrupted')
      expect(await readdir(folder)).toEqual([])
    }))

  it('cleans up after a run that was killed, and installs', () =>
    withTemporaryFolder(async (folder) => {
      const target = join(folder, 'tool')
      const module = new URL('install-folder.mjs', import.meta.url).href
      const script = `
        const { installFolder } = await import(${JSON.stringify(module)})
        setInterval(() => {}, 1000)
        await installFolder({ target: ${JSON.stringify(target)}, files: ['program'], build: () => new Promise(() => {}) })`
      const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
        stdio: ['ignore', 'ignore', 'inherit'],
      })
      await eventually(async () => (await readdir(folder)).some((name) => name.includes('.tmp-')))
      child.kill('SIGKILL')
      await once(child, 'exit')
      expect(existsSync(target)).toBe(false)
      expect(await installFolder({ target, files, build: write('new') })).toBe('built')
      expect(await readdir(folder)).toEqual(['tool'])
    }))

  it('builds again when a file was cut off or altered, and not when it was only touched', () =>
    withTemporaryFolder(async (folder) => {
      const target = join(folder, 'tool')
      const program = join(target, 'program')
      await installFolder({ target, files, build: write('good') })
      await utimes(program, 1, 1)
      expect(await installFolder({ target, files, build: write('good') })).toBe('present')
      await writeFile(program, 'evil')
      expect(await installFolder({ target, files, build: write('good') })).toBe('built')
      await writeFile(program, '')
      expect(looksInstalled(target, files)).toBe(false)
      expect(await installFolder({ target, files, build: write('good') })).toBe('built')
    }))
})
