import { chmodSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { findHelm, type HelmPlaces } from './binary'

const dir = mkdtempSync(join(tmpdir(), 'wheelhouse-find-'))
afterAll(() => rm(dir, { recursive: true, force: true }))

/** A folder with a program named helm that answers every question with the given script. */
function place(name: string, script: string, mode = 0o755): string {
  const folder = join(dir, name)
  mkdirSync(folder)
  writeFileSync(join(folder, 'helm'), `#!/bin/sh\n${script}\n`)
  chmodSync(join(folder, 'helm'), mode)
  return folder
}

const good = place('good', '[ "$1 $2 $3" = "version --template {{.Version}}" ] && printf v4.3.1')
const other = place('other', 'printf v3.22.0')
const weak = place('weak', 'printf v3.18.4')
const old = place('old', 'printf v3.17.2')
const stranger = place('stranger', 'echo "helm: the boat game"')
const failing = place('failing', 'echo broken >&2; exit 1')
const plain = place('plain', 'printf v4.3.1', 0o644)
const nowhere = join(dir, 'nowhere')

const nothing: HelmPlaces = { env: {}, bundledDir: null, setUpDir: null, pathDirs: [] }
const find = (more: Partial<HelmPlaces>): ReturnType<typeof findHelm> => findHelm({ ...nothing, ...more })

describe('where helm is looked for', () => {
  it('prefers HELM_BIN, then the bundled one, then PATH, then the set-up', async () => {
    const all = { env: { HELM_BIN: join(good, 'helm') }, bundledDir: other, pathDirs: [good], setUpDir: other }
    expect(await find(all)).toEqual({ path: join(good, 'helm'), version: '4.3.1', source: 'environment', warnings: [] })
    expect(await find({ ...all, env: {} })).toMatchObject({ path: join(other, 'helm'), source: 'bundled' })
    expect(await find({ ...all, env: {}, bundledDir: nowhere })).toMatchObject({
      path: join(good, 'helm'),
      source: 'path',
    })
    expect(await find({ setUpDir: other, pathDirs: [nowhere] })).toMatchObject({ source: 'set-up', version: '3.22.0' })
  })

  it('passes over a weak, an old, a foreign and a broken helm on PATH', async () => {
    const pathDirs = ['relative', nowhere, plain, weak, old, stranger, failing, other]
    expect(await find({ pathDirs })).toMatchObject({ path: join(other, 'helm'), source: 'path' })
    expect(await find({ pathDirs: [weak], setUpDir: good })).toMatchObject({
      path: join(good, 'helm'),
      source: 'set-up',
    })
  })

  it('takes a weak helm that was named, with warnings', async () => {
    const helm = await find({ env: { HELM_BIN: join(weak, 'helm') } })
    expect(helm).toMatchObject({ version: '3.18.4', source: 'environment' })
    expect(helm.warnings.join()).toContain('CVE-2025-55199')
  })
})

describe('when there is none', () => {
  it.each([
    ['helm-missing', 'found none on this computer', {}],
    ['helm-missing', 'not a full path', { env: { HELM_BIN: 'helm' } }],
    ['helm-missing', 'no program at', { env: { HELM_BIN: join(nowhere, 'helm') }, pathDirs: [good] }],
    ['helm-missing', 'may not be run', { env: { HELM_BIN: join(plain, 'helm') } }],
    ['helm-missing', 'no program at', { env: { HELM_BIN: good } }],
    ['helm-missing', 'is not helm', { env: { HELM_BIN: join(stranger, 'helm') } }],
    ['helm-missing', 'is not helm', { pathDirs: [failing] }],
    ['helm-too-old', 'version 3.17.2', { env: { HELM_BIN: join(old, 'helm') } }],
    ['helm-too-old', 'version 3.18.4', { pathDirs: [weak] }],
  ] as const)('says %s: %s', async (code, why, places) => {
    await expect(find(places)).rejects.toMatchObject({
      error: { code, cause: expect.stringContaining(why) as unknown, actions: ['get-helm', 'retry'] },
    })
  })
})
