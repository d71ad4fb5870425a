import { fail } from '@shared/errors'
import type { Payload } from '../../records/payload'
import { readPayload, type Reader } from '../../records/read-record'
import { newestOf, type RevisionMark } from '../../records/revision-mark'
import { workOnText } from '../../releases/texts/texts'
import type { Change } from '../request/change'
import { keepChart } from '../request/kept-chart'
import { revisionInUse } from '../verdict/release-state'

export interface PreparedChange {
  /** What helm reads as values. */
  readonly stdin: string | undefined
  /** What an uninstall will remove. */
  readonly going: Payload | null
  /** The release's own chart as an archive, where that is kept. */
  readonly chart?: Buffer
  /** What is secret in the revision that values or chart are taken from; undefined where none is read. */
  readonly secrets: readonly string[] | undefined
}

const nothing = { going: null, secrets: undefined }

/** A change, and how the release is read that it is made of. */
interface Preparation {
  readonly client: Reader
  readonly signal: AbortSignal
  readonly change: Change
}

/** Reads what the change needs from the release as it stands: its values, its chart, or the objects that will go. */
export async function prepareChange(
  { client, signal, change }: Preparation,
  before: readonly RevisionMark[],
): Promise<PreparedChange> {
  const read = (revision: number, part?: 'payload-with-chart'): Promise<Payload> =>
    readPayload(client, change.namespace, change.name, revision, signal, part)
  switch (change.verb) {
    case 'install':
      return { stdin: change.values?.trim() === '' ? undefined : change.values, ...nothing }
    case 'upgrade': {
      const keepsChart = 'keep_chart' in change
      if (change.values !== undefined && !keepsChart) return { stdin: change.values, ...nothing }
      const inUse = revisionInUse(before)?.revision ?? noRelease(change.name)
      const current = await read(inUse, keepsChart ? 'payload-with-chart' : undefined)
      const chart = keepsChart ? { chart: await keepChart(change, current) } : null
      const stdin = change.values ?? (await workOnText('values-to-yaml', current.config ?? {}))
      return { ...nothing, stdin, ...chart, secrets: current.secrets }
    }
    case 'test':
      if (before.length === 0) noRelease(change.name)
      return { stdin: undefined, ...nothing }
    case 'rollback':
      return { stdin: undefined, ...nothing }
    case 'uninstall': {
      const newest = newestOf(before)
      // Without it there is less to see, but nothing stands against the uninstall itself.
      const going = newest === undefined ? null : await read(newest.revision).catch(() => null)
      return { stdin: undefined, going, secrets: going?.secrets }
    }
  }
}

function noRelease(name: string): never {
  fail('release-not-found', `The release "${name}" has no deployed revision.`, {
    cause: 'There are no values and no chart to keep. It was never installed, or has been uninstalled.',
    actions: ['retry'],
  })
}
