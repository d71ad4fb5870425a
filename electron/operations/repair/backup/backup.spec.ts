import { mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { failsWith } from '../../../kube/testing/client-lab'
import { listBackups, openBackup, saveBackup, type BackupDeps } from './backup'
import { openBackupFiles } from './backup-files'
import type { RepairClient, SavedRecord } from '../../../records/stored-records'
import { turning } from '../testing/turning'

const dirs: string[] = []
afterEach(async () => {
  for (const dir of dirs.splice(0)) await rm(dir, { recursive: true, force: true })
})

const kubeSystem = { metadata: { uid: 'cluster-1' } }
const client = { get: () => Promise.resolve(kubeSystem) } as unknown as RepairClient
const place = { namespace: 'shop', name: 'web' }
const request = { ...place, context: 'prod', action: 'rollback', allowPlain: false } as const

function record(revision: number, text = 'secret'): SavedRecord {
  const name = `sh.helm.release.v1.web.v${revision}`
  return {
    metadata: { name, namespace: 'shop', labels: { owner: 'helm' }, annotations: { a: 'b' } },
    type: 'helm.sh/release.v1',
    data: { release: Buffer.from(text).toString('base64') },
  }
}

function setUp(canEncrypt = true, limits = { maxBackups: 50, maxBytes: 1_000_000 }): BackupDeps & { folder: string } {
  const folder = join(mkdtempSync(join(tmpdir(), 'wheelhouse-backup-')), 'backups')
  dirs.push(join(folder, '..'))
  let count = 0
  return {
    folder,
    files: openBackupFiles(folder, limits),
    crypt: { ...turning, canEncrypt: () => canEncrypt },
    newId: () => `b0f0a7a0-3c7e-4f7e-9a51-${String(++count).padStart(12, '0')}`,
    now: () => new Date(Date.UTC(2026, 0, 1, 12, count)),
  }
}

describe('a backup', () => {
  it('gives back what was saved, and lies encrypted for the owner alone', async () => {
    const deps = setUp()
    const records = [record(1), record(2)]
    const id = await saveBackup(deps, client, request, records)
    const opened = await openBackup(deps, id)
    expect(opened.records).toEqual(records)
    expect(opened.head.cluster).toBe('cluster-1')
    expect(await listBackups(deps, 'prod', place)).toEqual([
      {
        id,
        context: 'prod',
        ...place,
        savedAt: '2026-01-01T12:01:00.000Z',
        revisions: [1, 2],
        action: 'rollback',
        encrypted: true,
      },
    ])
    expect(await listBackups(deps, 'other', place)).toEqual([])
    expect(await listBackups(deps, 'prod', { ...place, name: 'db' })).toEqual([])
    const files = readdirSync(deps.folder)
    expect(files.sort()).toEqual([`${id}.json`, `${id}.records`])
    for (const file of files) {
      expect(statSync(join(deps.folder, file)).mode & 0o777).toBe(0o600)
      expect(readFileSync(join(deps.folder, file), 'latin1')).not.toContain(Buffer.from('secret').toString('base64'))
    }
    expect(statSync(deps.folder).mode & 0o777).toBe(0o700)
  })

  it('is not made readable without consent', async () => {
    const deps = setUp(false)
    await expect(saveBackup(deps, client, request, [record(1)])).rejects.toThrow(failsWith('backup-needs-consent'))
    expect(await deps.files.list()).toEqual([])
    const id = await saveBackup(deps, client, { ...request, allowPlain: true }, [record(1)])
    expect((await openBackup(deps, id)).records).toEqual([record(1)])
    expect((await listBackups(deps, 'prod', place))[0]?.encrypted).toBe(false)
  })

  it('makes room for newer ones, but never at its own cost', async () => {
    const few = setUp(true, { maxBackups: 2, maxBytes: 1_000_000 })
    const ids: string[] = []
    for (let count = 0; count < 3; count++) ids.push(await saveBackup(few, client, request, [record(1)]))
    expect((await few.files.list()).map(({ id }) => id)).toEqual([ids[2], ids[1]])
    expect(readdirSync(few.folder).length).toBe(4)
    const small = setUp(true, { maxBackups: 50, maxBytes: 10 })
    await saveBackup(small, client, request, [record(1)])
    const last = await saveBackup(small, client, request, [record(1)])
    expect((await small.files.list()).map(({ id }) => id)).toEqual([last])
  })

  it('that is gone or damaged is told so', async () => {
    const deps = setUp()
    const id = await saveBackup(deps, client, request, [record(1)])
    await expect(openBackup(deps, 'b0f0a7a0-3c7e-4f7e-9a51-5a1d5c6f7e8d')).rejects.toThrow(
      failsWith('revision-not-found'),
    )
    writeFileSync(join(deps.folder, `${id}.records`), 'x')
    await expect(openBackup(deps, id)).rejects.toThrow(failsWith('internal'))
    writeFileSync(join(deps.folder, `${id}.json`), '{')
    await expect(openBackup(deps, id)).rejects.toThrow(failsWith('revision-not-found'))
  })

  it('stands against the repair when it cannot be written', async () => {
    const deps = setUp()
    writeFileSync(deps.folder, 'a file where the folder should be')
    await expect(saveBackup(deps, client, request, [record(1)])).rejects.toThrow(failsWith('journal-failed'))
  })
})
