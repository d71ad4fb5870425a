import type { KubeClient } from '../../../../e2e/cluster/kube-client.mjs'
import { ensureNamespace } from '../../../../e2e/cluster/users.mjs'
import { metadataType } from '../../../kube/namespaces'
import { recordPath as pathOfRecord, recordName, type RecordResource } from '../../../records/record-name'
import { eachLimited } from '@shared/each-limited'
import { recordObject, type MadeRecord } from './index-lab'

const writesAtOnce = 16

/** Writes records as helm does; their namespaces are made where they are missing. @param kind the driver's */
export async function writeRecords(
  admin: KubeClient,
  records: readonly MadeRecord[],
  kind: 'Secret' | 'ConfigMap' = 'Secret',
): Promise<void> {
  const namespaces = [...new Set(records.map(({ namespace }) => namespace))]
  await Promise.all(namespaces.map((namespace) => ensureNamespace(admin, namespace)))
  const failures: unknown[] = []
  await eachLimited(records, writesAtOnce, async (record) => {
    await writeObject(admin, recordObject(record, kind)).catch((thrown: unknown) => failures.push(thrown))
  })
  if (failures.length > 0) throw failures[0]
}

/** Creates one object. @param fieldManager who writes it: helm's command line calls itself Helm */
export async function writeObject(
  admin: KubeClient,
  object: Readonly<Record<string, unknown>>,
  fieldManager = 'Helm',
): Promise<void> {
  const { namespace } = object['metadata'] as { namespace: string }
  const resource = object['kind'] === 'Secret' ? 'secrets' : 'configmaps'
  const path = `/api/v1/namespaces/${namespace}/${resource}?fieldManager=${fieldManager}`
  await admin.call('POST', path, object, { accept: metadataType })
}

/** What helm does of an upgrade: a new revision, and the one before is superseded. */
export async function upgradeRecord(admin: KubeClient, record: MadeRecord): Promise<MadeRecord> {
  const next = { ...record, revision: record.revision + 1 }
  await writeObject(admin, recordObject(next))
  await admin.call('PUT', `${recordPath(record)}?fieldManager=Helm`, recordObject({ ...record, status: 'superseded' }))
  return next
}

/** Deletes a record. */
export async function removeRecord(admin: KubeClient, record: MadeRecord): Promise<void> {
  await admin.call('DELETE', recordPath(record))
}

/** The path of a record. */
export function recordPath({ namespace, name, revision }: MadeRecord, resource: RecordResource = 'secrets'): string {
  return pathOfRecord(resource, namespace, recordName(name, revision))
}
