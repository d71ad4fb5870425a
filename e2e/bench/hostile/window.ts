import { gzipSync } from 'node:zlib'
import { largeValues, longLine, manyHooks, manyLines, turningNames } from '../../../shared/testing/hostile-texts'

/** A release that is hard on the window. */
export interface WindowCase {
  /** The release's name, and what it is called in a report. */
  readonly name: string
  readonly about: string
  readonly revisions: number
  /** The parts of its page to look at, as the page's address names them. */
  readonly tabs: readonly ('overview' | 'notes' | 'values' | 'manifest')[]
  /** Whether the page of an upgrade is opened with it. */
  readonly upgrades?: true
  /** What differs from a plain record, in one of its revisions. */
  readonly part: (revision: number) => RecordPart
}

/** The parts of helm's record that a case fills. */
interface RecordPart {
  readonly notes?: string
  readonly description?: string
  readonly chart?: string
  readonly version?: string
  readonly appVersion?: string
  readonly values?: Readonly<Record<string, unknown>>
  readonly manifest?: string
  readonly hooks?: readonly Readonly<Record<string, unknown>>[]
}

const megabyte = 1_000_000

/** The releases of the window, hardest last. */
export const windowCases: readonly WindowCase[] = [
  {
    name: 'long-history',
    about: '1,000 revisions',
    revisions: 1_000,
    tabs: ['overview'],
    part: (at) => historyPart(at),
  },
  {
    name: 'all-failed',
    about: '1,000 revisions, all of them failed',
    revisions: 1_000,
    tabs: ['overview'],
    part: (at) => ({ ...historyPart(at), description: `Upgrade "all-failed" failed: ${longLine(2_000)}` }),
  },
  one('many-lines', '100,000 lines of notes', ['notes'], { notes: manyLines(100_000) }),
  one('long-line', '10 MB of notes in one line', ['notes'], { notes: longLine(10 * megabyte) }),
  one('long-notes', '10 MB of notes', ['notes'], { notes: manyLines(190_000) }),
  one('many-hooks', '10,000 hooks', ['overview'], { hooks: manyHooks(10_000).map(storedHook) }),
  one('many-objects', '10,000 objects', ['overview', 'manifest'], { manifest: manifestOf(10_000) }),
  {
    ...one('large-values', '1 MB of values', ['values', 'manifest'], { values: { text: largeValues(megabyte) } }),
    upgrades: true,
  },
  {
    ...one('many-values', '20,000 keys of values', ['values'], { values: keysOf(20_000) }),
    upgrades: true,
  },
  ...Object.entries(turningNames).map(([kind, name]) =>
    one(`turns-${kind}`, `a chart and a description with ${kind}`, ['overview', 'notes'], {
      chart: name,
      version: `1.2.3-${name}`,
      appVersion: name,
      description: `Upgrade of ${name} complete`,
      notes: `${name} is ready.`,
    }),
  ),
]

function one(name: string, about: string, tabs: WindowCase['tabs'], part: RecordPart): WindowCase {
  return { name, about, revisions: 1, tabs, part: () => part }
}

function historyPart(revision: number): RecordPart {
  return { version: `1.${revision}.0`, appVersion: `${revision}.0`, description: longLine(200) }
}

function storedHook({ name, kind, events, weight }: ReturnType<typeof manyHooks>[number]): Record<string, unknown> {
  return { name, kind, path: `web/templates/${name}.yaml`, manifest: `kind: ${kind}`, events, weight, last_run: {} }
}

function manifestOf(objects: number): string {
  const document = (at: number): string => `---\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: part-${at}\n`
  return Array.from({ length: objects }, (_, at) => document(at)).join('')
}

function keysOf(count: number): Record<string, unknown> {
  return Object.fromEntries(Array.from({ length: count }, (_, at) => [`key-${at}`, { enabled: true, size: at }]))
}

/** The Secret of one revision as helm writes it, to be posted to `namespace`. */
export function secretOf({ name, revisions, part }: WindowCase, namespace: string, revision: number): object {
  const status = revision === revisions ? 'deployed' : 'superseded'
  const at = new Date(Date.UTC(2026, 0, 1) + revision * 60_000).toISOString()
  const { notes = '', description = 'Upgrade complete', chart = 'web', version = '1.2.3', ...rest } = part(revision)
  const record = {
    name,
    namespace,
    version: revision,
    info: { first_deployed: at, last_deployed: at, deleted: '', description, status, notes },
    chart: { metadata: { name: chart, version, appVersion: rest.appVersion ?? '1', apiVersion: 'v2' } },
    config: rest.values ?? {},
    manifest: rest.manifest ?? '',
    hooks: rest.hooks ?? [],
  }
  const stored = gzipSync(JSON.stringify(record)).toString('base64')
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    type: 'helm.sh/release.v1',
    metadata: {
      name: `sh.helm.release.v1.${name}.v${revision}`,
      namespace,
      labels: { owner: 'helm', name, status, version: String(revision) },
    },
    data: { release: Buffer.from(stored).toString('base64') },
  }
}
