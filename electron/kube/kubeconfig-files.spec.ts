import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readKubeconfigFile, type FileResult } from './kubeconfig-files'
import { temporaryFolder } from './testing/kubeconfig'

let folder: ReturnType<typeof temporaryFolder>
beforeEach(() => (folder = temporaryFolder()))
afterEach(() => folder.remove())

function read(text: string, maxBytes?: number): Promise<FileResult> {
  const file = join(folder.path, 'config')
  writeFileSync(file, text)
  return readKubeconfigFile(file, maxBytes)
}

async function reasonOf(text: string, maxBytes?: number): Promise<string> {
  const result = await read(text, maxBytes)
  return result.kind === 'bad' ? result.error.detail : result.kind
}

describe('a kubeconfig file', () => {
  it('is read as YAML and as JSON', async () => {
    const yaml = await read('current-context: a\ncontexts:\n- name: a\n  context: {cluster: c}\n')
    expect(yaml).toMatchObject({ kind: 'ok', config: { 'current-context': 'a', contexts: [{ name: 'a' }] } })
    expect(await read('{"current-context": "b"}')).toMatchObject({ kind: 'ok', config: { 'current-context': 'b' } })
  })

  it('may be empty, and may hold what nobody knows', async () => {
    expect(await read('')).toMatchObject({ kind: 'ok', config: {} })
    expect(
      await read('kind: Config\nextensions: [{name: a, extension: 1}]\nfuture: {a: 1}\nusers: null\n'),
    ).toMatchObject({ kind: 'ok' })
  })

  it('is missing when it or its folder is not there', async () => {
    expect(await readKubeconfigFile(join(folder.path, 'none'))).toMatchObject({ kind: 'missing' })
    writeFileSync(join(folder.path, 'file'), '')
    expect(await readKubeconfigFile(join(folder.path, 'file', 'none'))).toMatchObject({ kind: 'missing' })
  })

  it('names the line of a YAML error', async () => {
    expect(await reasonOf('contexts:\n- name: a\n  context: {cluster: c\nusers: []\n')).toMatch(/config, line [345]: /)
  })

  it('names the line and the field of what has the wrong form', async () => {
    expect(await reasonOf('contexts: []\nclusters:\n- name: a\n  cluster:\n    server: 7\n')).toMatch(
      /line 5: "server" of the cluster "a" must be text, but it is a number\. Put it in quotes\.$/,
    )
    expect(await reasonOf('users:\n- user: {}\n- user: []\n')).toMatch(/line 3: The entry of user 2 must be a mapping/)
    expect(await reasonOf('kind: Pod\n')).toMatch(/line 1: It is not a kubeconfig: its kind is "Pod"/)
    expect(await reasonOf('apiVersion: v2\n')).toMatch(/line 1: Its apiVersion is "v2"/)
    expect(await reasonOf('just words')).toMatch(/a mapping with clusters/)
  })

  it('is refused when it is too large, a folder, or an alias bomb', async () => {
    expect(await reasonOf('x'.repeat(200), 100)).toContain('more than 100 bytes')
    mkdirSync(join(folder.path, 'folder'))
    expect(await readKubeconfigFile(join(folder.path, 'folder'))).toMatchObject({ kind: 'bad' })
    const bomb = ['a0: &a0 [1,1,1,1,1,1,1,1,1,1]']
    for (let level = 1; level < 9; level++) bomb.push(`a${level}: &a${level} [${`*a${level - 1},`.repeat(10)}]`)
    expect(await reasonOf(bomb.join('\n'))).toMatch(/alias/i)
  })

  it('never shows what it holds when it is refused', async () => {
    expect(await reasonOf('users:\n- name: a\n  user: {token: [top-secret]}\n')).not.toContain('top-secret')
  })
})
