import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { failsWith } from '../kube/testing/client-lab'
import { turning } from '../operations/repair/testing/turning'
import { createDrafts, type Drafts } from './drafts'

const windows: readonly [string, string] = [
  'b0f0a7a0-3c7e-4f7e-9a51-5a1d5c6f7e8d',
  'b0f0a7a0-3c7e-4f7e-9a51-5a1d5c6f7e8e',
]

type Draft = Parameters<Drafts['keep']>[0]['draft']

function draftOf(values: string): Draft {
  return {
    ...{ verb: 'upgrade', context: 'prod', name: 'web', namespace: 'shop', createNamespace: false, chart: 'shop/web' },
    ...{ keepChart: false, acceptIncomplete: false, version: '', values, valuesFrom: [], layers: [], fromRevision: 3 },
    ...{ options: { wait: true, timeout_seconds: 300 }, operationId: '' },
  }
}

function setUp(canEncrypt = true) {
  const parent = mkdtempSync(join(tmpdir(), 'wheelhouse-drafts-'))
  onTestFinished(() => rm(parent, { recursive: true, force: true }))
  const folder = join(parent, 'drafts')
  let minute = 0
  const open = (crypt = { ...turning, canEncrypt: () => canEncrypt }): Drafts =>
    createDrafts({ folder, crypt, now: () => new Date(Date.UTC(2026, 0, 1, 12, minute++)) })
  return { folder, open, drafts: open() }
}

const put = (drafts: Drafts, values: string, { key = 'one', base = 0, window = windows[0] } = {}) =>
  drafts.keep({ key, base, window, draft: draftOf(values) })

describe('a draft', () => {
  it('is there after the app has ended, and lies encrypted for the owner alone', async () => {
    const { folder, open, drafts } = setUp()
    expect(await put(drafts, 'password: s3cret-of-mine')).toMatchObject({ problem: '', head: { revision: 1 } })
    const again = open()
    const head = {
      ...{ key: 'one', verb: 'upgrade', context: 'prod', namespace: 'shop', name: 'web', chart: 'shop/web' },
      ...{ updatedAt: '2026-01-01T12:00:00.000Z', revision: 1, window: windows[0], resting: true },
    }
    expect(await again.list()).toEqual({ drafts: [head], setAside: 0 })
    expect(await again.read('one')).toEqual({ head, draft: draftOf('password: s3cret-of-mine') })
    const [file = ''] = readdirSync(folder)
    expect(statSync(join(folder, file)).mode & 0o777).toBe(0o600)
    expect(statSync(folder).mode & 0o777).toBe(0o700)
    const text = readFileSync(join(folder, file), 'utf8')
    expect(text).not.toContain('s3cret')
    expect(text).not.toContain(Buffer.from('s3cret').toString('base64').slice(0, -2))
  })

  it('is in memory alone where nothing can be encrypted, and that is said', async () => {
    const { folder, open, drafts } = setUp(false)
    const { problem, head } = await put(drafts, 'a: 1')
    expect(problem).toContain('no keyring')
    expect(head.resting).toBe(false)
    expect((await drafts.read('one')).draft.values).toBe('a: 1')
    expect(() => readdirSync(folder)).toThrow()
    expect((await open().list()).drafts).toEqual([])
  })

  it('is never written over by another window that had an older one', async () => {
    const { open, drafts } = setUp()
    await put(drafts, 'a: 1')
    await put(drafts, 'a: 2', { base: 1 })
    await expect(put(drafts, 'a: 3', { base: 1, window: windows[1] })).rejects.toThrow(failsWith('draft-changed'))
    await expect(put(open(), 'a: 3', { window: windows[1] })).rejects.toThrow(failsWith('draft-changed'))
    expect((await drafts.read('one')).draft.values).toBe('a: 2')
  })

  it('that is discarded is gone, and one can be kept in its place', async () => {
    const { folder, drafts } = setUp()
    await put(drafts, 'a: 1')
    await drafts.discard('one')
    await drafts.discard('none')
    expect(readdirSync(folder)).toEqual([])
    await expect(drafts.read('one')).rejects.toThrow(failsWith('draft-missing'))
    expect((await put(drafts, 'a: 2', { base: 1 })).head.revision).toBe(2)
  })

  it('gives way to newer ones, the oldest first', async () => {
    const { folder, drafts } = setUp()
    for (let count = 0; count < 51; count++) await put(drafts, 'a: 1', { key: `draft ${count}` })
    const keys = (await drafts.list()).drafts.map(({ key }) => key)
    expect(keys).toHaveLength(50)
    expect([keys[0], keys.at(-1)]).toEqual(['draft 50', 'draft 1'])
    expect(readdirSync(folder)).toHaveLength(50)
  })

  it('that is damaged is put aside, and counted', async () => {
    const { folder, open, drafts } = setUp()
    await put(drafts, 'a: 1', { key: 'head' })
    const [first = ''] = readdirSync(folder)
    await put(drafts, 'a: 1', { key: 'body' })
    const second = readdirSync(folder).find((file) => file !== first) ?? ''
    writeFileSync(join(folder, first), '{')
    const [line] = readFileSync(join(folder, second), 'utf8').split('\n')
    writeFileSync(join(folder, second), `${line ?? ''}\nAAAA`)
    const again = open()
    expect(await again.list()).toMatchObject({ drafts: [{ key: 'body' }], setAside: 1 })
    await expect(again.read('body')).rejects.toThrow(failsWith('draft-missing'))
    expect(await again.list()).toEqual({ drafts: [], setAside: 2 })
    expect(readdirSync(folder).toSorted()).toEqual([first, second].map((file) => `${file}.unusable`).toSorted())
  })

  it('that cannot be read now stays where it is', async () => {
    const { folder, open, drafts } = setUp()
    await put(drafts, 'a: 1')
    const late = `${'0'.repeat(40)}.draft`
    mkdirSync(join(folder, late))
    expect(await open().list()).toMatchObject({ drafts: [{ key: 'one' }], setAside: 0 })
    expect(readdirSync(folder)).toContain(late)
  })

  it('of a chart whose address has a sign-in in it is not kept', async () => {
    const { folder, drafts } = setUp()
    const draft = { ...draftOf('a: 1'), chart: 'oci://me:s3cret@registry.test/web' }
    const kept = drafts.keep({ key: 'one', base: 0, window: windows[0], draft })
    await expect(kept).rejects.toThrow(failsWith('draft-changed'))
    expect(existsSync(folder)).toBe(false)
  })

  it('stays where it is while its keyring is not there', async () => {
    const { open, drafts } = setUp()
    await put(drafts, 'a: 1')
    const locked = open({ ...turning, canEncrypt: () => false })
    await expect(locked.read('one')).rejects.toThrow(failsWith('draft-missing'))
    expect((await open().read('one')).draft.values).toBe('a: 1')
  })

  it('is kept in memory where the disk takes nothing', async () => {
    const { folder, drafts } = setUp()
    writeFileSync(folder, 'a file where the folder should be')
    const { problem, head } = await put(drafts, 'a: 1')
    expect(problem).toContain("Drafts can't be saved.")
    expect(head.resting).toBe(false)
    expect((await drafts.read('one')).draft.values).toBe('a: 1')
  })
})
