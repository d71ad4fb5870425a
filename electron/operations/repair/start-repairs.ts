import { randomUUID } from 'node:crypto'
import { openBackupFiles } from './backup/backup-files'
import type { RepairDeps } from './repair-deps'
import { createRepairs, type Repairs } from './repairs'

/** What repairs need of the app around them. */
export interface StartRepairsDeps extends Omit<RepairDeps, 'files' | 'newId' | 'now'> {
  /** Owner-only folder for what is saved before repairs. */
  readonly backupDir: string
}

/** Repairs as the app composes them. */
export function startRepairs({ backupDir, ...deps }: StartRepairsDeps): Repairs {
  return createRepairs({ ...deps, files: openBackupFiles(backupDir), newId: randomUUID, now: () => new Date() })
}
