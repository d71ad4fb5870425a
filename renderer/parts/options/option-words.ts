import type { OptionName, OptionVerb } from '@/lib/change/change-options'

interface OptionWords {
  readonly label: string
  /** What it does, one sentence. */
  readonly effect: string
}

const words: Readonly<Record<OptionName, OptionWords>> = {
  waitStrategy: { label: 'Readiness', effect: 'How helm tells that an object is ready.' },
  waitForJobs: { label: 'Wait for Jobs to finish', effect: 'Otherwise a Job counts as ready once it has started.' },
  rollbackOnFailure: {
    label: 'Roll back if it fails',
    effect: 'helm rolls back to the previous revision on its own; this can take as long again.',
  },
  cleanupOnFail: { label: 'Delete new objects if it fails', effect: 'Only objects that this change has created.' },
  takeOwnership: {
    label: 'Take over existing objects',
    effect: 'Objects that belong to nobody, or to another release, become part of this one.',
  },
  serverSide: { label: 'Server-side apply', effect: 'Auto: the same way this release was last applied.' },
  forceConflicts: {
    label: 'Take over fields managed by others',
    effect: 'Overwrites what other managers have set, including replicas set by an autoscaler.',
  },
  forceReplace: {
    label: 'Replace objects instead of patching them',
    effect: 'Changes that others made to them are lost.',
  },
  noHooks: { label: "Skip the chart's hooks", effect: "Migrations and other jobs around the change don't run." },
  historyMax: {
    label: 'Keep at most',
    effect: "Older revisions are deleted; 0 keeps all. Empty means helm's default: 10.",
  },
}

/** What an option is called, and what it does, for a verb. */
export function optionWords(name: OptionName, verb: OptionVerb): OptionWords {
  if (verb !== 'install') return words[name]
  if (name === 'rollbackOnFailure')
    return { label: 'Uninstall if it fails', effect: 'A failed install is removed completely, values included.' }
  if (name === 'serverSide') return { ...words[name], effect: "Auto: helm's default, on." }
  return words[name]
}
