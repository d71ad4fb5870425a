import type { OperationVerb } from '@shared/model/operation'
import type { ActivityResult } from '@/places/activity/activity-query'

export const resultWords: Readonly<Record<ActivityResult, string>> = {
  running: 'in progress',
  done: 'done',
  failed: 'failed',
  cancelled: 'cancelled',
  stuck: 'stuck',
}

export const verbWords: Readonly<Record<OperationVerb, string>> = {
  install: 'Install',
  upgrade: 'Upgrade',
  rollback: 'Rollback',
  uninstall: 'Uninstall',
  test: 'Test',
  repair: 'Repair',
}
