import { mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { turning } from '../operations/repair/testing/turning'
import { createSentValues, type SentValues } from './sent-values'

function setUp(canEncrypt = true) {
  const parent = mkdtempSync(join(tmpdir(), 'wheelhouse-sent-'))
  onTestFinished(() => rm(parent, { recursive: true, force: true }))
  const folder = join(parent, 'sent-values')
  let minute = 0
  const open = (): SentValues =>
    createSentValues({
      folder,
      crypt: { ...turning, canEncrypt: () => canEncrypt },
      now: () => new Date(Date.UTC(2026, 0, 1, 12, minute++)),
    })
  return { folder, open, sent: open() }
}

describe('texts that were sent', () => {
  it('are there after the app has ended, encrypted for the owner alone', async () => {
    const { folder, open, sent } = setUp()
    await sent.keep('web', 3, '# mine\npassword: s3cret-of-mine\n')
    expect(await open().read('web', 3)).toEqual(['# mine\npassword: s3cret-of-mine\n'])
    const [file = ''] = readdirSync(folder)
    expect(statSync(join(folder, file)).mode & 0o777).toBe(0o600)
    expect(statSync(folder).mode & 0o777).toBe(0o700)
    const text = readFileSync(join(folder, file), 'utf8')
    expect(text).not.toContain('s3cret')
    expect(text).not.toContain(Buffer.from('s3cret').toString('base64').slice(0, -2))
  })

  it('come with that of the revision first, and no other release among them', async () => {
    const { sent } = setUp()
    for (const revision of [1, 2, 3]) await sent.keep('web', revision, `a: ${revision}`)
    await sent.keep('api', 2, 'a: api')
    expect(await sent.read('web', 2)).toEqual(['a: 2', 'a: 3', 'a: 1'])
    expect(await sent.read('web', 9)).toEqual(['a: 3', 'a: 2', 'a: 1'])
    expect(await sent.read('none', 1)).toEqual([])
  })

  it('give way to newer ones of the same release, and the oldest of all', async () => {
    const { folder, open, sent } = setUp()
    for (let revision = 1; revision <= 6; revision++) await sent.keep('web', revision, `a: ${revision}`)
    expect(await open().read('web', 6)).toEqual(['a: 6', 'a: 5', 'a: 4', 'a: 3'])
    for (let count = 0; count < 200; count++) await sent.keep(`release ${count}`, 1, 'a: 1')
    expect(readdirSync(folder)).toHaveLength(200)
    expect(await sent.read('web', 6)).toEqual([])
  })

  it('are forgotten with their release', async () => {
    const { folder, sent } = setUp()
    await sent.keep('web', 1, 'a: 1')
    await sent.keep('api', 1, 'a: 2')
    await sent.forget('web')
    expect(await sent.read('web', 1)).toEqual([])
    expect(readdirSync(folder)).toHaveLength(1)
  })

  it('are in memory alone where nothing can be encrypted, a few of them', async () => {
    const { folder, open, sent } = setUp(false)
    for (let count = 0; count < 21; count++) await sent.keep(`release ${count}`, 1, `a: ${count}`)
    expect(await sent.read('release 20', 1)).toEqual(['a: 20'])
    expect(await sent.read('release 0', 1)).toEqual([])
    expect(() => readdirSync(folder)).toThrow()
    expect(await open().read('release 20', 1)).toEqual([])
  })

  it('that are damaged are none, and a disk that takes nothing leaves them in memory', async () => {
    const { folder, open, sent } = setUp()
    await sent.keep('web', 1, 'a: 1')
    const [file = ''] = readdirSync(folder)
    writeFileSync(join(folder, file), '{')
    expect(await open().read('web', 1)).toEqual([])
    const other = setUp()
    writeFileSync(other.folder, 'a file where the folder should be')
    await other.sent.keep('web', 1, 'a: 1')
    expect(await other.sent.read('web', 1)).toEqual(['a: 1'])
  })
})
