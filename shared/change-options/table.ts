import { z } from 'zod'
import { timeoutSeconds } from '../contract/inputs'
import { containsMask } from '../mask'
import { labelsProblem, labelsWord } from './labels'
import { option } from './option'

const delivering = ['install', 'upgrade', 'rollback'] as const
const changing = [...delivering, 'uninstall'] as const
const needsWait = 'Available only when helm waits for the objects.'
const takesFields = 'taking over fields managed by others'
const flag = (name: string, isSet: boolean): string[] => (isSet ? [name] : [])
/** A switch that is off by default. */
const off = { schema: z.boolean(), usual: false, field: { kind: 'switch' } } as const

/** As helm's own. For each phase of waiting: each hook, then the objects. */
export const defaultTimeoutSeconds = 300

/**
 * Every option of a change, by its field in a request, in the order of the page. What a request may hold, the command, the
 * fields and what is counted and sent all follow from it.
 */
export const changeOptions = {
  keep_history: option({
    ...off,
    verbs: ['uninstall'],
    field: null,
    words: () => ({
      label: 'Keep its history',
      effect: 'It stays in the list as uninstalled and can be restored with a rollback.',
    }),
    order: 10,
    flags: (isSet) => flag('--keep-history', isSet),
  }),
  wait: option({
    verbs: changing,
    schema: z.boolean(),
    usual: true,
    field: null,
    words: (verb) => ({
      label: verb === 'uninstall' ? 'Wait until everything is gone' : 'Wait until everything is ready',
      effect: 'helm waits for hooks in any case.',
    }),
    order: 60,
    // The bare flag: helm 4 takes a strategy after it and helm 3 a boolean, and both read it as "until ready" (run on both).
    flags: (isSet, { wait_strategy: way }, { waitStrategies }) => {
      const isSpecial = waitStrategies.length > 1 && way !== waitStrategies[0]
      return isSet ? [isSpecial ? `--wait=${way}` : '--wait'] : []
    },
  }),
  timeout_seconds: option({
    verbs: [...changing, 'test'],
    schema: timeoutSeconds,
    usual: defaultTimeoutSeconds,
    field: null,
    words: () => ({ label: 'Waiting time', effect: 'For each hook, and then for the objects.' }),
    problem: 'Enter a time from 1 second to 24 hours.',
    order: 90,
    blocked: ({ wait }, _, verb) => (wait || verb === 'test' ? '' : needsWait),
    flags: (seconds) => [`--timeout=${seconds}s`],
  }),
  wait_strategy: option({
    verbs: delivering,
    schema: z.enum(['watcher', 'legacy']),
    usual: 'watcher',
    field: {
      kind: 'choice',
      choices: [
        { value: 'watcher', label: 'By its conditions' },
        { value: 'legacy', label: 'Like helm 3' },
      ],
    },
    words: () => ({ label: 'Readiness', effect: 'How helm tells that an object is ready.' }),
    order: 60,
    offered: (features) => (features?.waitStrategies.length ?? 0) > 1,
    blocked: ({ wait }) => (wait ? '' : needsWait),
    unsupported: (way, { waitStrategies }) => (waitStrategies.includes(way) ? '' : `the ${way} way to wait`),
    // Said by `--wait`.
    flags: () => [],
  }),
  wait_for_jobs: option({
    ...off,
    verbs: delivering,
    words: () => ({ label: 'Wait for Jobs to finish', effect: 'Otherwise a Job counts as ready once it has started.' }),
    order: 70,
    blocked: ({ wait }) => (wait ? '' : needsWait),
    // Means nothing to helm when it does not wait; it does to roll back.
    flags: (isSet, others) => flag('--wait-for-jobs', isSet && (others.wait || others.rollback_on_failure)),
  }),
  rollback_on_failure: option({
    ...off,
    verbs: ['install', 'upgrade'],
    words: (verb) =>
      verb === 'install'
        ? { label: 'Uninstall if it fails', effect: 'A failed install is removed completely, values included.' }
        : {
            label: 'Roll back if it fails',
            effect: 'helm rolls back to the previous revision on its own; this can take as long again.',
          },
    order: 30,
    blocked: ({ wait }) => (wait ? '' : "Requires waiting; otherwise helm can't tell that objects failed."),
    flags: (isSet, _, helm) => flag(helm.rollbackOnFailure, isSet),
  }),
  cleanup_on_fail: option({
    ...off,
    verbs: ['upgrade', 'rollback'],
    words: () => ({
      label: 'Delete new objects if it fails',
      effect: 'Only objects that this change has created.',
    }),
    order: 40,
    flags: (isSet) => flag('--cleanup-on-fail', isSet),
  }),
  take_ownership: option({
    ...off,
    verbs: ['install', 'upgrade'],
    words: () => ({
      label: 'Take over existing objects',
      effect: 'Objects that belong to nobody, or to another release, become part of this one.',
    }),
    order: 25,
    offered: (features) => features?.takeOwnership ?? true,
    flags: (isSet) => flag('--take-ownership', isSet),
  }),
  server_side: option({
    verbs: delivering,
    schema: z.enum(['auto', 'true', 'false']),
    usual: 'auto',
    field: {
      kind: 'choice',
      choices: [
        { value: 'auto', label: 'Auto' },
        { value: 'true', label: 'On' },
        { value: 'false', label: 'Off' },
      ],
    },
    words: (verb) => ({
      label: 'Server-side apply',
      effect: verb === 'install' ? "Auto: helm's default, on." : 'Auto: the same way this release was last applied.',
    }),
    order: 20,
    offered: (features) => features?.serverSide ?? false,
    unsupported: (side, helm) => (side === 'true' && !helm.serverSide ? 'server-side apply' : ''),
    // helm 4 refuses to replace objects that it applies through the server, and to take fields over without it.
    // An install has nothing to follow yet: `auto` is no word there (helm 4, install --help).
    flags: (chosen, others, helm, verb) => {
      const taken = others.force_conflicts && verb !== 'install' && chosen === 'auto' ? 'true' : chosen
      const side = others.force_replace ? 'false' : taken
      return helm.serverSide && side !== 'auto' ? [`--server-side=${side}`] : []
    },
  }),
  force_conflicts: option({
    ...off,
    verbs: delivering,
    words: () => ({
      label: 'Take over fields managed by others',
      effect: 'Overwrites what other managers have set, including replicas set by an autoscaler.',
    }),
    order: 21,
    offered: (features) => features?.serverSide ?? false,
    blocked: ({ server_side: side }, features) =>
      features?.serverSide === true && side === 'false'
        ? 'Conflicts are reported only with server-side apply, which is off.'
        : '',
    unsupported: (isSet, helm) => (isSet && !helm.serverSide ? takesFields : ''),
    excluded: (isSet, { server_side: side }) =>
      isSet && side === 'false' ? `${takesFields}, and applying without the server` : '',
    flags: (isSet) => flag('--force-conflicts', isSet),
  }),
  force_replace: option({
    ...off,
    verbs: delivering,
    words: () => ({
      label: 'Replace objects instead of patching them',
      effect: 'Changes that others made to them are lost.',
    }),
    order: 22,
    // Whether it needs server-side apply to be off is known with the features only.
    offered: (features) => features !== null,
    blocked: ({ server_side: side, force_conflicts: takes }, features) => {
      if (features?.serverSide !== true || side === 'false') return ''
      return takes
        ? "Can't be combined with taking over fields; turn off server-side apply."
        : 'Requires server-side apply to be off.'
    },
    excluded: (isSet, { server_side: side, force_conflicts: takes }) =>
      isSet && (takes || side === 'true') ? 'replacing objects, and server-side apply' : '',
    flags: (isSet, _, helm) => flag(helm.forceReplace, isSet),
  }),
  cascade: option({
    verbs: ['uninstall'],
    schema: z.enum(['background', 'orphan', 'foreground']),
    usual: 'background',
    field: {
      kind: 'choice',
      choices: [
        { value: 'background', label: 'Background' },
        { value: 'foreground', label: 'Foreground' },
        { value: 'orphan', label: 'Orphan' },
      ],
    },
    words: (_, chosen) => ({
      label: 'When an object is deleted',
      effect: {
        background: 'Its dependents, mainly pods, are deleted afterwards by the cluster.',
        foreground: 'Its dependents, mainly pods, are deleted first.',
        orphan: 'Its dependents stay: pods keep running without an owner.',
      }[chosen],
    }),
    order: 15,
    // `background` is helm's own.
    flags: (chosen) => (chosen === 'background' ? [] : [`--cascade=${chosen}`]),
  }),
  no_hooks: option({
    ...off,
    verbs: changing,
    words: (verb) => ({
      label: "Skip the chart's hooks",
      effect:
        verb === 'uninstall'
          ? 'For a hook that hangs or fails; what it would clean up stays.'
          : "Migrations and other jobs around the change don't run.",
    }),
    order: 80,
    flags: (isSet) => flag('--no-hooks', isSet),
  }),
  history_max: option({
    verbs: ['upgrade', 'rollback'],
    schema: z.int().min(0).max(10_000),
    // helm's own 10.
    usual: null,
    field: {
      kind: 'number',
      name: 'Maximum number of revisions to keep',
      unit: 'revisions',
      min: 0,
      max: 10_000,
      placeholder: '10',
    },
    words: () => ({
      label: 'Keep at most',
      effect: "Older revisions are deleted; 0 keeps all. Empty means helm's default: 10.",
    }),
    name: 'Revisions to keep',
    problem: 'Enter a whole number from 0 to 10,000.',
    order: 35,
    flags: (count) => [`--history-max=${count}`],
  }),
  description: option({
    verbs: changing,
    schema: z
      .string()
      .max(200, 'Enter at most 200 characters.')
      .regex(/^[^\p{Cc}]+$/u, 'A description is one line of text.')
      .regex(/\S/, 'A description is one line of text.')
      .refine((text) => !containsMask(text), 'This was copied from a masked view; enter it without the masked part.'),
    usual: '',
    field: { kind: 'text', placeholder: 'Why this change is made' },
    words: () => ({ label: 'Description', effect: "Shown in the release's history in place of helm's own words." }),
    order: 50,
    offered: (features, verb) => verb !== 'rollback' || (features?.rollbackDescription ?? false),
    blocked: ({ keep_history: keeps }, _, verb) =>
      verb === 'uninstall' && !keeps ? 'Available only when the history is kept.' : '',
    unsupported: (_, helm, verb) =>
      verb === 'rollback' && !helm.rollbackDescription ? 'the description of a rollback' : '',
    flags: (text) => (text === '' ? [] : [`--description=${text}`]),
  }),
  // Came with helm 3.13, which is older than any that Wheelhouse runs.
  labels: option({
    verbs: ['install', 'upgrade'],
    schema: z
      .string()
      .max(1024, 'Enter at most 1,024 characters.')
      .refine((text) => labelsProblem(text) === '', { error: ({ input }) => labelsProblem(String(input)) }),
    usual: '',
    field: { kind: 'text', placeholder: 'key=value, key=value' },
    words: (verb) => ({
      label: 'Labels',
      effect:
        verb === 'install'
          ? "Set on the Secret in which helm stores the release, next to helm's own."
          : 'Added to the labels that the release has; key=null removes one.',
    }),
    order: 51,
    flags: (text) => (text === '' ? [] : [`--labels=${labelsWord(text)}`]),
  }),
} as const
