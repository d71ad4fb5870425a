import type { ReleaseId } from '@shared/model/release-ref'
import { readPayload } from '../../records/read-record'
import { deleteLeftHooks, findLeftHooks } from '../../records/left-hooks'
import type { RepairClient } from '../../records/stored-records'

/** For all of them together. */
const limitMs = 15_000

/**
 * Deletes the test pods that a `helm test` has left which was cut off (measured: often); what has ended is left, its logs may be wanted.
 * Never rejects: where the right is missing they stay.
 */
export async function clearTests(client: RepairClient, place: ReleaseId, revision: number): Promise<void> {
  const signal = AbortSignal.timeout(limitMs)
  try {
    const { hooks } = await readPayload(client, place.namespace, place.name, revision, signal)
    const tests = hooks.filter(({ events }) => events?.some((event) => /^test(-success)?$/.test(event)))
    const cut = tests.filter(({ last_run: ran }) => ran?.phase !== 'Succeeded' && ran?.phase !== 'Failed')
    await deleteLeftHooks(client, await findLeftHooks(client, place, cut, signal), signal)
  } catch {
    // The tests cannot be read any more: there is nothing to go by.
  }
}
