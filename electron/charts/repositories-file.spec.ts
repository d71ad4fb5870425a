import { mkdtempSync, writeFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import type { AppFailure } from '@shared/errors'
import { secretMask } from '@shared/mask'
import { readRepositories } from './repositories-file'

const dir = mkdtempSync(join(tmpdir(), 'wheelhouse-repositories-'))
afterAll(() => rm(dir, { recursive: true, force: true }))

function file(content: string): string {
  const path = join(dir, 'repositories.yaml')
  writeFileSync(path, content)
  return path
}

describe('repositories.yaml', () => {
  it('is read without its passwords', async () => {
    const read = await readRepositories(
      file(`apiVersion: ""
generated: "0001-01-01T00:00:00Z"
repositories:
- caFile: ""
  name: private
  password: s3cret
  url: https://charts.example.com
  username: joe
- name: inline
  url: https://joe:s3cret@charts.example.com/x
- name: "123"
  url: http://127.0.0.1:1
`),
    )
    expect(read).toEqual([
      { name: '123', url: 'http://127.0.0.1:1', hasCredentials: false },
      { name: 'inline', url: 'https://charts.example.com/x', hasCredentials: true },
      { name: 'private', url: 'https://charts.example.com', hasCredentials: true },
    ])
    expect(JSON.stringify(read)).not.toContain('s3cret')
  })

  it.each([
    ['https://joe:s3c ret@charts.test:x/a', 'https://charts.test:x/a'],
    ['https://charts.test/a?access_token=s3cret7', `https://charts.test/a?access_token=${secretMask}`],
  ])('shows no secret of an odd address: %s', async (url, shown) => {
    const read = await readRepositories(file(`repositories:\n- name: odd\n  url: ${JSON.stringify(url)}\n`))
    expect(read).toEqual([{ name: 'odd', url: shown, hasCredentials: true }])
  })

  it.each([
    ['missing', null],
    ['empty', ''],
    ['without repositories', 'apiVersion: v1\nrepositories: []\n'],
    ['with null', 'repositories:\n'],
  ])('is none when it is %s', async (_what, content) => {
    expect(await readRepositories(content === null ? join(dir, 'nothing.yaml') : file(content))).toEqual([])
  })

  it('takes what helm takes: no name, and what is not quoted', async () => {
    const path = file('repositories:\n- url: http://a\n- name: 12\n  url: http://b\n  username: a\n  password: 5\n')
    expect(await readRepositories(path)).toEqual([
      { name: '', url: 'http://a', hasCredentials: false },
      { name: '12', url: 'http://b', hasCredentials: true },
    ])
  })

  it.each([
    ['not YAML', 'repositories: ['],
    ['of another shape', 'repositories: {a: b}'],
    ['a list', '- a\n'],
    ['with a list for a name', 'repositories:\n- name: [a]\n  url: http://a\n'],
    [
      'a bomb',
      `a: &a [x]\n${Array.from({ length: 30 }, (_, n) => `b${n}: &b${n} [*${n === 0 ? 'a' : `b${n - 1}`}, *${n === 0 ? 'a' : `b${n - 1}`}]`).join('\n')}\nrepositories: *b29\n`,
    ],
    ['huge', ' '.repeat(4 * 1024 * 1024 + 1)],
  ])('is refused when it is %s', async (_what, content) => {
    await expect(readRepositories(file(content))).rejects.toMatchObject({
      error: { code: 'repository-unknown', actions: ['retry'] },
    })
  })

  it.each([
    ['repositories: [', 'line 1: A closing “]” is missing.'],
    ['repositories:\n- name: a\n  url: [a]\n', 'line 3: "url" of entry 1 is missing or of the wrong kind.'],
    ['- a\n', 'It is not a list of repositories.'],
    ['repositories:\n- name: a\n  url: http://a\n  password: [top-secret]\n', 'line 4: "password" of entry 1'],
  ])('says in plain words what is wrong with %j, and where', async (content, words) => {
    const { error } = (await readRepositories(file(content)).catch((thrown: unknown) => thrown)) as AppFailure
    expect(error.cause).toContain(words)
    expect(error.cause).toContain('repositories.yaml')
    expect(JSON.stringify(error)).not.toContain('top-secret')
  })

  it('is read as helm reads it: the first document, unquoted numbers as text', async () => {
    const read = await readRepositories(file('repositories:\n- {name: 5, url: "http://a", password: 12}\n---\nx: [\n'))
    expect(read).toEqual([{ name: '5', url: 'http://a', hasCredentials: true }])
  })

  it('is refused when it is a folder', async () => {
    await expect(readRepositories(dir)).rejects.toMatchObject({ error: { code: 'repository-unknown' } })
  })
})
