import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { temporaryFolder } from '../../kube/testing/kubeconfig'
import { openIndexFiles, type IndexFiles, type Kept } from './index-file'

const key = '["prod",["/home/ann/.kube/config"]]'
const facts = {
  status: 'deployed',
  chartName: 'demo',
  chartVersion: '1.2.3',
  appVersion: '9',
  updated: '2026-11-22T07:20:55.909838248Z',
  description: 'Install complete',
}
const kept: Kept = {
  facts: [
    ['uid@1', facts],
    ['uid@2', { ...facts, targetNamespace: 'apps' }],
    ['uid@3', { problem: 'Its record is empty.' }],
  ],
  seen: new Map([['shop/web', '3 deployed']]),
}
const nothing = { facts: [], seen: null }

let folder: ReturnType<typeof temporaryFolder>
let place: string
let warn: ReturnType<typeof vi.fn<(text: string) => void>>
let files: IndexFiles

beforeEach(() => {
  folder = temporaryFolder()
  place = join(folder.path, 'data', 'index')
  warn = vi.fn<(text: string) => void>()
  files = openIndexFiles(place, { warn })
})
afterEach(() => folder.remove())

/** The one file that was written. */
function written(): string {
  const names = readdirSync(place)
  expect(names).toHaveLength(1)
  return join(place, names[0] ?? '')
}

const modeOf = (path: string): string => (statSync(path).mode & 0o777).toString(8)

describe.each([
  ['save', (what: Kept) => files.save(key, what)],
  [
    'saveNow',
    async (what: Kept) => {
      files.saveNow(key, what)
      await Promise.resolve()
    },
  ],
])('%s', (_how, save) => {
  it('keeps what is loaded later, for its owner alone', async () => {
    await save(kept)
    expect(files.load(key)).toEqual(kept)
    expect(openIndexFiles(place, { warn }).load(key)).toEqual(kept)
    expect(warn).not.toHaveBeenCalled()
    if (process.platform === 'win32') return
    expect(modeOf(written())).toBe('600')
    expect(modeOf(place)).toBe('700')
  })

  it('replaces what was there, and leaves nothing else behind', async () => {
    await save(kept)
    await save({ facts: [], seen: new Map() })
    expect(files.load(key)).toEqual({ facts: [], seen: new Map() })
    expect(written()).toMatch(/[0-9a-f]{32}\.json$/)
  })

  it('only warns when it cannot write', async () => {
    mkdirSync(join(folder.path, 'data'))
    writeFileSync(place, 'a file where the folder should be')
    await save(kept)
    expect(warn).toHaveBeenCalledWith(expect.stringContaining("can't be written"))
  })
})

describe('load', () => {
  it('has nothing where nothing was kept, and does not mind', () => {
    expect(files.load(key)).toEqual(nothing)
    expect(warn).not.toHaveBeenCalled()
  })

  it('tells clusters apart, whatever they are called', async () => {
    await files.save(key, kept)
    await files.save('../../../etc/passwd', { facts: [], seen: new Map([['a/b', '1 failed']]) })
    expect(files.load(key)).toEqual(kept)
    expect(files.load('../../../etc/passwd').seen).toEqual(new Map([['a/b', '1 failed']]))
    expect(readdirSync(place)).toHaveLength(2)
  })

  it.each([
    ['damaged', '{"format":2,"key":'],
    ['of another cluster', JSON.stringify({ format: 2, key: 'other', facts: [], seen: {} })],
    ['of another version', JSON.stringify({ format: 3, key, facts: [], seen: {} })],
    ['of another shape', JSON.stringify({ format: 2, key, facts: [['uid@1', { status: 7 }]], seen: {} })],
    ['no object', '[]'],
    ['empty', ''],
    ['full of long texts', JSON.stringify({ format: 2, key, facts: [['x'.repeat(5_000), facts]], seen: {} })],
  ])('trusts no file that is %s', async (_what, content) => {
    await files.save(key, kept)
    writeFileSync(written(), content)
    expect(files.load(key)).toEqual(nothing)
    expect(warn).toHaveBeenCalledWith(expect.stringContaining('is not used'))
    await files.save(key, kept)
    expect(files.load(key)).toEqual(kept)
  })

  it.skipIf(process.platform === 'win32').each(['640', '604', '622'])(
    'trusts no file that others may read or write: %s',
    async (mode) => {
      await files.save(key, kept)
      chmodSync(written(), Number.parseInt(mode, 8))
      expect(files.load(key)).toEqual(nothing)
      await files.save(key, kept)
      expect(modeOf(written())).toBe('600')
    },
  )

  it('leaves nothing of what an earlier version has kept but what was seen: its descriptions may quote a password', async () => {
    const quoting = { ...facts, description: 'Upgrade "web" failed: Invalid value: "pl4nted-pw"' }
    const old = JSON.stringify({ format: 1, key, facts: [['uid@1', quoting]], seen: { 'shop/web': '3 deployed' } })
    await files.save(key, kept)
    writeFileSync(written(), old, { mode: 0o600 })
    const broken = join(place, `${'0'.repeat(32)}.json`)
    writeFileSync(broken, '{"format":1,"facts":"pl4nted-pw"', { mode: 0o600 })
    expect(files.load(key)).toEqual({ facts: [], seen: kept.seen })
    const again = openIndexFiles(place, { warn })
    await expect.poll(() => existsSync(broken)).toBe(false)
    await expect.poll(() => readFileSync(written(), 'utf8')).not.toContain('pl4nted')
    expect(again.load(key)).toEqual({ facts: [], seen: kept.seen })
  })

  it('reads no file that is too large', async () => {
    await files.save(key, kept)
    truncateSync(written(), 33 * 1024 * 1024)
    expect(files.load(key)).toEqual(nothing)
    expect(warn).toHaveBeenCalledWith(expect.stringContaining('larger than 32 MiB'))
  })

  it('gives names and versions, and nothing else that somebody may have written there', async () => {
    const more = { ...facts, values: 'password', manifest: 'kind: Secret' }
    await files.save(key, { facts: [['uid@1', more]], seen: null })
    expect(files.load(key)).toEqual({ facts: [['uid@1', facts]], seen: null })
  })
})
