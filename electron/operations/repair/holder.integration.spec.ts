import { afterAll, beforeEach, describe, expect, inject, it } from 'vitest'
import { readKubeconfig } from '../../../e2e/cluster/kubeconfig.mjs'
import { targetOf } from '../../helm/testing/real-helm'
import type { ApiClient } from '../../kube/api-client'
import { failsWith } from '../../kube/testing/client-lab'
import type { Change } from '../request/change'
import { configMap, workload, writeObjects } from '../../helm/testing/sample-objects'
import { openRepairLab } from './testing/repair-lab'

/*
 * Somebody else's helm was cut off minutes ago. The release and its record are real; only the clocks, the cluster's and this
 * computer's, are read as so much later: the cluster writes the times into the record itself.
 */

const kubeconfig = inject('kubeconfig')
const helms = inject('helms')
const context = readKubeconfig(kubeconfig)['current-context']
const target = targetOf(kubeconfig, context)

describe.each([3, 4] as const)('a release that somebody else has left in the middle, with helm %i', (major) => {
  const namespace = `holder-${major}`
  let minutesLater = 0
  const later = (): number => minutesLater * 60_000
  const through = (client: ApiClient): ApiClient => ({
    ...client,
    read: async (path, request) => {
      const answer = await client.read(path, request)
      return { ...answer, date: answer.date === null ? null : answer.date + later() }
    },
  })
  const now = (): Date => new Date(Date.now() + later())
  const lab = openRepairLab({ helmPath: helms[major], kubeconfig, context, namespace, through, now })
  beforeEach(() => (minutesLater = 0))
  afterAll(() => lab.dispose())

  const cutUpgrade = async (name: string): Promise<void> => {
    const slow = workload('Deployment', name, { annotations: { 'wheelhouse.dev/fate': 'never-ready' } })
    const first = writeObjects(lab.dir, name, [configMap(`${name}-map`)])
    const second = writeObjects(lab.dir, name, [configMap(`${name}-map`), slow], '2.0.0')
    const place = { name, namespace, create_namespace: true }
    await lab.run({ verb: 'install', ...place, chart: first })
    await lab.cutOff({ verb: 'upgrade', name, namespace, chart: second }, 'pending-upgrade')
  }
  const recommended = async (name: string): Promise<string | undefined> =>
    (await lab.diagnose(name)).choices.find((choice) => choice.recommended)?.action
  const uninstall = (name: string): Change => {
    return { verb: 'uninstall', name, namespace, timeout_seconds: 60 }
  }

  it('may still be held after 7 minutes: waiting is the advice, and what helm would not refuse is refused', async () => {
    await cutUpgrade('maybe')
    expect((await lab.diagnose('maybe')).holder).toBe('others-working')
    minutesLater = 7
    const diagnosis = await lab.diagnose('maybe')
    expect(diagnosis).toMatchObject({ holder: 'others-maybe', revision: 2, status: 'pending-upgrade' })
    expect(diagnosis.explanation).toContain('7 minutes ago; another helm may still be waiting')
    expect(await recommended('maybe')).toBe('wait')
    const refused = lab.operations.start(target, uninstall('maybe'))
    await expect(refused).rejects.toEqual(failsWith('release-busy'))
    await expect(refused).rejects.toThrow(/is being changed right now/)
    expect(await lab.statuses('maybe')).toEqual(['deployed', 'pending-upgrade'])
    // The person knows better: what was looked at may be repaired.
    await lab.repair('maybe', 'rollback')
    expect(await lab.statuses('maybe')).toEqual(['superseded', 'pending-upgrade', 'deployed'])
  })

  it('is held by nobody after 20 minutes: a repair is the advice, and nothing is refused any more', async () => {
    await cutUpgrade('gone')
    minutesLater = 20
    const diagnosis = await lab.diagnose('gone')
    expect(diagnosis.holder).toBe('others-gone')
    expect(diagnosis.explanation).toContain('20 minutes ago, so helm was most likely cut off')
    expect(diagnosis.choices.map(({ action }) => action)).not.toContain('wait')
    expect(await recommended('gone')).toBe('rollback')
    await lab.operations.start(target, uninstall('gone'))
    expect(await lab.statuses('gone')).toEqual([])
    await expect(lab.diagnose('gone')).rejects.toEqual(failsWith('release-not-found'))
  })
})
