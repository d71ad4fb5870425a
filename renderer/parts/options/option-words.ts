import type { OptionName, OptionVerb } from '@/lib/change/change-options'

interface OptionWords {
  readonly label: string
  /** What it does, one sentence. */
  readonly effect: string
}

const words: Readonly<Record<OptionName, OptionWords>> = {
  waitStrategy: { label: 'Readiness', effect: 'How helm tells that an object is ready.' },
  waitForJobs: { label: 'Wait for Jobs to finish', effect: 'Else a Job counts as soon as it has started.' },
  rollbackOnFailure: {
    label: 'Roll back if it fails',
    effect: 'The revision before comes back by itself; that may take as long again.',
  },
  cleanupOnFail: { label: 'Delete new objects if it fails', effect: 'Only objects that this change has made.' },
  takeOwnership: {
    label: 'Take over objects that are there already',
    effect: 'Objects that belong to nobody, or to another release, become part of this one.',
  },
  serverSide: { label: 'Server-side apply', effect: 'Auto does it as the release was made before.' },
  forceConflicts: {
    label: 'Take fields over from others',
    effect: 'What another manager has set is overwritten, replicas set by an autoscaler too.',
  },
  forceReplace: {
    label: 'Replace objects rather than patch them',
    effect: 'What others have changed in them is lost.',
  },
  noHooks: { label: "Skip the chart's hooks", effect: 'Migrations and other jobs around the change do not run.' },
  historyMax: { label: 'Keep at most', effect: "Older revisions are deleted; 0 keeps all. Empty is helm's own: 10." },
}

/** What an option is called, and what it does, for a verb. */
export function optionWords(name: OptionName, verb: OptionVerb): OptionWords {
  if (verb !== 'install') return words[name]
  if (name === 'rollbackOnFailure')
    return { label: 'Uninstall if it fails', effect: 'Nothing of a failed install is left, its values neither.' }
  if (name === 'serverSide') return { ...words[name], effect: "Auto is helm's own choice: on." }
  return words[name]
}
