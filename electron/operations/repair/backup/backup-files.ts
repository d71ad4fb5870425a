import { mkdir, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { repairActions, type Backup } from '@shared/model/repair'
import { z } from 'zod'
import { readOrdinaryFile } from '../../../files/read-ordinary'
import { replaceFile } from '../../../files/replace-file'
import { withName } from '../../journal/shapes'

/** What is known of a backup without opening it, and which cluster it is of. */
export interface BackupHead extends Backup {
  /** What distinguishes the cluster from any other (uid of kube-system); '' when it may not be read. */
  readonly cluster: string
}

export interface BackupFiles {
  /** @throws Error of the file system: nothing may be changed then */
  readonly write: (head: BackupHead, contents: Buffer) => Promise<void>
  /** Newest first. */
  readonly list: () => Promise<readonly BackupHead[]>
  /** @returns null when there is no such backup */
  readonly read: (id: string) => Promise<{ readonly head: BackupHead; readonly contents: Buffer } | null>
}

export interface BackupLimits {
  readonly maxBackups: number
  /** Of all contents together. */
  readonly maxBytes: number
}

const defaultLimits: BackupLimits = { maxBackups: 50, maxBytes: 200 * 1024 * 1024 }

/** What is read of one. The contents may lie on a slow disk. */
const headFile = { maxBytes: 1024 * 1024 }
const contentsFile = { maxBytes: 1024 * 1024 * 1024, limitMs: 60_000 }

const headShape = z.preprocess(
  withName,
  z.object({
    id: z.uuid(),
    context: z.string().max(512),
    namespace: z.string().max(253),
    name: z.string().max(253),
    savedAt: z.iso.datetime(),
    revisions: z.array(z.int()).max(10_000),
    action: z.enum(repairActions),
    encrypted: z.boolean(),
    cluster: z.string().max(128),
  }),
)

/**
 * Backups as files for the owner alone, two each: `<id>.json` says what it is, `<id>.records` holds it. Only the newest are
 * kept.
 * @param folder made when it does not exist
 */
export function openBackupFiles(folder: string, limits: BackupLimits = defaultLimits): BackupFiles {
  const headPath = (id: string): string => join(folder, `${id}.json`)
  const contentsPath = (id: string): string => join(folder, `${id}.records`)
  const readHead = async (id: string): Promise<BackupHead[]> => {
    try {
      const parsed = headShape.safeParse(JSON.parse((await readOrdinaryFile(headPath(id), headFile)).toString('utf8')))
      return parsed.success && parsed.data.id === id ? [parsed.data] : []
    } catch {
      return []
    }
  }
  const list = async (): Promise<readonly BackupHead[]> => {
    const names = await readdir(folder).catch(() => [])
    const ids = names.flatMap((name) => /^([0-9a-f-]{36})\.json$/.exec(name)?.[1] ?? [])
    const heads = (await Promise.all(ids.map(readHead))).flat()
    return heads.sort((one, other) => other.savedAt.localeCompare(one.savedAt))
  }
  const dropOldest = async (newest: string): Promise<void> => {
    let bytes = 0
    for (const [index, { id }] of (await list()).entries()) {
      bytes += await stat(contentsPath(id)).then(
        ({ size }) => size,
        () => 0,
      )
      if (id === newest || (index < limits.maxBackups && bytes <= limits.maxBytes)) continue
      await Promise.all([rm(headPath(id), { force: true }), rm(contentsPath(id), { force: true })])
    }
  }
  return {
    list,
    read: async (id) => {
      const [head] = await readHead(id)
      return head === undefined ? null : { head, contents: await readOrdinaryFile(contentsPath(id), contentsFile) }
    },
    write: async (head, contents) => {
      await mkdir(folder, { recursive: true, mode: 0o700 })
      // The contents first: what has a head is whole. Synced: a repair must never stand on a backup that a power cut empties.
      await replaceFile(contentsPath(head.id), contents, { synced: true })
      await replaceFile(headPath(head.id), JSON.stringify(head), { synced: true })
      await dropOldest(head.id)
    },
  }
}
