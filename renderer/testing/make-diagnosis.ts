import type { Backup, Diagnosis } from '@shared/model/repair'

/** An upgrade to revision 4 that was cut off three hours ago; a spec says only what it is about. */
export function makeDiagnosis(part: Partial<Diagnosis> = {}): Diagnosis {
  return {
    revision: 4,
    status: 'pending-upgrade',
    lastSign: '2026-03-01T07:00:00Z',
    holder: 'others-gone',
    explanation: 'An upgrade was cut off while it waited for the objects.',
    hangingHook: '',
    unknownObjects: [],
    choices: [
      { action: 'wait', effect: 'Nothing is changed.', command: [], recommended: false },
      {
        action: 'rollback',
        revision: 3,
        effect: 'helm makes revision 5 with what revision 3 had.',
        command: ['helm', 'rollback', '--', 'web', '3'],
        recommended: true,
      },
      { action: 'remove-pending-record', effect: 'Deletes the record of revision 4.', command: [], recommended: false },
    ],
    canEncrypt: true,
    ...part,
  }
}

export function makeBackup(part: Partial<Backup> = {}): Backup {
  return {
    id: '7d4c1f5e-0000-4000-8000-000000000009',
    context: 'prod',
    namespace: 'shop',
    name: 'web',
    savedAt: '2026-03-01T09:46:00Z',
    revisions: [1, 2, 3],
    action: 'rollback',
    encrypted: true,
    ...part,
  }
}
