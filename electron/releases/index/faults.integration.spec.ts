import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest'
import { serviceAccountToken, expiredToken } from '../../../e2e/cluster/users.mjs'
import { openFaultLab, type FaultLab } from './testing/fault-lab'
import { lines } from './testing/helm-words'
import { quickTiming, type IndexLab, type MadeRecord } from './testing/index-lab'
import { removeRecord, upgradeRecord, writeRecords } from './testing/write-records'

const patient = { timeout: 40_000 }
const count = 60
const made: MadeRecord[] = Array.from({ length: count }, (_, at) => ({
  namespace: `faults-${at % 3}`,
  name: `web-${at}`,
  revision: 1,
  status: 'deployed',
}))

let faults: FaultLab
let lab: IndexLab
let rest: MadeRecord[]

beforeAll(async () => {
  faults = await openFaultLab(inject('binaries'), inject('helms')[4])
  await writeRecords(faults.admin, made)
  rest = made
})
afterAll(() => faults.close())
afterEach(() => {
  faults.relay.heal()
  faults.proxy.heal()
  lab.close()
})

/** Every change there is: an upgrade, a removal, a new release. */
async function changeAll(): Promise<void> {
  const [first, second] = rest
  if (first === undefined || second === undefined) throw new Error('nothing left')
  const added = { ...first, name: `new-${rest.length}-${first.name}`, revision: 1 }
  await writeRecords(faults.admin, [added])
  const upgraded = await upgradeRecord(faults.admin, first)
  await removeRecord(faults.admin, second)
  rest = [...rest.slice(2), upgraded, added]
}

async function agrees(): Promise<void> {
  const truth = await faults.truth()
  await expect.poll(() => lines(lab.rows().values()), patient).toEqual(truth)
  await expect.poll(() => lab.state().phase, patient).toBe('live')
}

/** How many rows the window had at the least from now on, and what it had each time it was told that all is as it is. */
function watchRows(): { fewest: () => number; live: string[] } {
  const counts = [lab.rows().size]
  const live: string[] = []
  noted = () => {
    counts.push(lab.rows().size)
    if (lab.state().phase === 'live') live.push(revisions())
  }
  return { fewest: () => Math.min(...counts), live }
}

/** The rows as far as they are known before their payloads. */
function revisions(): string {
  return [...lab.rows()]
    .map(([key, { revision, status }]) => `${key} ${revision} ${status}`)
    .sort()
    .join('\n')
}

let noted = (): void => undefined
const onPatch = (): void => noted()

async function openLive(context: string, deps: Parameters<FaultLab['open']>[1] = {}): Promise<void> {
  noted = () => undefined
  lab = faults.open(context, { onPatch, ...deps })
  await agrees()
}

async function isLost(): Promise<void> {
  await expect.poll(() => lab.state().phase, patient).toBe('reconnecting')
  expect(lab.state().error).toMatchObject({ code: 'cluster-unreachable', cause: expect.stringMatching(/./) as unknown })
}

const isList = (path: string): boolean => path.includes('limit=1000')

describe('the index and a server that goes away', () => {
  beforeEach(() => openLive('relayed'))

  it('keeps its rows when the server is killed, and reads anew what changed before it came back', async () => {
    const { fewest, live } = watchRows()
    await faults.plane.killApiServer()
    await isLost()
    faults.relay.refuse()
    expect(lab.rows().size).toBe(count)
    await faults.plane.restartApiServer()
    await changeAll()
    live.length = 0
    faults.relay.heal()
    await agrees()
    expect(fewest()).toBeGreaterThanOrEqual(count - 1)
    expect(new Set(live)).toEqual(new Set([revisions()]))
  })

  it('keeps its rows when the server stands still, says why, and is live again when it goes on', async () => {
    const { fewest } = watchRows()
    faults.plane.pauseApiServer()
    await isLost()
    expect(lab.rows().size).toBe(count)
    faults.plane.resumeApiServer()
    await expect.poll(() => lab.state().phase, patient).toBe('live')
    expect(lab.state().error).toBeNull()
    await changeAll()
    await agrees()
    expect(fewest()).toBeGreaterThanOrEqual(count - 1)
  })
})

describe('the index and a way that breaks', () => {
  it('goes on where it was when its connections are reset, without listing again', async () => {
    await openLive('relayed')
    const asked = lab.asked.length
    faults.relay.refuse()
    await isLost()
    await changeAll()
    faults.relay.heal()
    await agrees()
    const paths = lab.asked.slice(asked)
    expect(paths.filter(isList)).toEqual([])
    expect(paths.some((path) => /watch=1.*resourceVersion=\d+/.test(path))).toBe(true)
  })

  it('comes back to the truth when the past was thrown away meanwhile', async () => {
    await openLive('relayed')
    const { fewest, live } = watchRows()
    faults.relay.refuse()
    await isLost()
    await changeAll()
    await changeAll()
    await faults.compact()
    await faults.plane.killApiServer()
    await faults.plane.restartApiServer()
    const asked = lab.asked.length
    live.length = 0
    faults.relay.heal()
    await agrees()
    expect(fewest()).toBeGreaterThanOrEqual(count - 2)
    // The new server knows nothing of the old watch, so all was listed again.
    expect(lab.asked.slice(asked).some(isList)).toBe(true)
    expect(new Set(live)).toEqual(new Set([revisions()]))
  })

  it('notices connections that carry nothing any more', async () => {
    await openLive('relayed')
    faults.relay.freeze('all')
    await changeAll()
    await agrees()
  })

  it('notices a watch behind a proxy that is silent for too long', async () => {
    await openLive('proxied', { timing: { ...quickTiming, silenceMs: 2_000 } })
    // Only the watch comes back on its own, so its connection is the oldest then.
    faults.proxy.refuse()
    await isLost()
    faults.proxy.heal()
    await agrees()
    faults.proxy.freeze('oldest')
    await changeAll()
    await agrees()
  })
})

describe('the index and credentials that end', () => {
  const account = { namespace: 'kube-system', name: 'index-reader' }
  const expired = (): string => expiredToken(faults.plane.tokenKey)
  const renewed = (): Promise<string> => serviceAccountToken(faults.plane.kubeconfig, account)

  beforeAll(async () => {
    const subjects = [{ kind: 'ServiceAccount', ...account }]
    await faults.admin.call('POST', '/apis/rbac.authorization.k8s.io/v1/clusterrolebindings', {
      metadata: { name: account.name },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'cluster-admin' },
      subjects,
    })
  })

  it('goes on by itself when the token in its file is renewed', async () => {
    const tokenFile = join(faults.folder, 'token')
    writeFileSync(tokenFile, expired())
    faults.addUser('file', { tokenFile })
    lab = faults.open('file')
    await expect
      .poll(() => lab.state(), patient)
      .toMatchObject({ phase: 'failed', error: { code: 'cluster-unauthorised' } })
    await expect(lab.index.list()).rejects.toMatchObject({ error: { code: 'cluster-unauthorised' } })
    writeFileSync(tokenFile, await renewed())
    await agrees()
  })

  it('asks the plugin again when the server does not take its token any more', async () => {
    const runs = join(faults.folder, 'runs')
    const [old, good] = [credential(expired()), credential(await renewed())]
    const script = `if test -e '${runs}'; then echo '${good}'; else touch '${runs}'; echo '${old}'; fi`
    const apiVersion = 'client.authentication.k8s.io/v1'
    faults.addUser('plugin', {
      exec: { apiVersion, command: '/bin/sh', args: ['-c', script], interactiveMode: 'Never' },
    })
    const phases = new Set<string>()
    lab = faults.open('plugin', { onPatch: ({ state }) => void phases.add(state?.phase ?? 'connecting') })
    await agrees()
    expect([...phases].sort()).toEqual(['connecting', 'live'])
  })
})

function credential(token: string): string {
  const apiVersion = 'client.authentication.k8s.io/v1'
  return JSON.stringify({ apiVersion, kind: 'ExecCredential', status: { token } })
}
