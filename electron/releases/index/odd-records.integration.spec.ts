import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import type { HelmRelease } from '@shared/model/release'
import { startControlPlane, type ControlPlane } from '../../../e2e/cluster/control-plane.mjs'
import { connect, type KubeClient } from '../../../e2e/cluster/kube-client.mjs'
import { ensureNamespace } from '../../../e2e/cluster/users.mjs'
import { realHelm, targetOf, type RealHelm } from '../../helm/testing/real-helm'
import { readList } from '../../kube/list-pages'
import { metadataListType } from '../../kube/namespaces'
import { recordsPath } from '../../records/record-name'
import { readPages } from './read-pages'
import { factsOf, readPayload } from './read-payload'
import { allRevisions, payloadKey, toRecord, type ReleaseRecord } from './record'
import type { PayloadFacts } from './summary-cache'
import { helmList, lines } from './testing/helm-words'
import { openIndexLab, recordObject, type IndexLab, type MadeRecord } from './testing/index-lab'
import { fatalRecords, oddRecords, type OddRecord } from './testing/odd-records'
import { recordPath, writeObject, writeRecords } from './testing/write-records'

const never = new AbortController().signal
const odd = 'odd'
/** helm is not asked for this namespace: it would not survive it. */
const fatal = 'fatal'
const healthy: MadeRecord[] = Array.from({ length: 30 }, (_, at) => ({
  namespace: odd,
  name: `healthy-${at}`,
  revision: 1 + at,
  status: 'deployed',
}))

let plane: ControlPlane
let admin: KubeClient
let helm: RealHelm
let lab: IndexLab
let made: readonly OddRecord[]

beforeAll(async () => {
  const home = mkdtempSync(join(tmpdir(), 'wheelhouse-odd-'))
  plane = await startControlPlane({ name: 'odd', home, binaries: inject('binaries'), lean: true })
  admin = connect(plane.kubeconfig)
  helm = realHelm(inject('helms')[4], plane.kubeconfig)
  made = [...oddRecords(odd), ...(await fatalRecords(fatal))]
  await Promise.all([odd, fatal].map((namespace) => ensureNamespace(admin, namespace)))
  await Promise.all(made.map(({ object }) => writeObject(admin, object)))
  await writeRecords(admin, healthy)
  lab = openIndexLab(targetOf(plane.kubeconfig, plane.name))
  await lab.index.list()
})
afterAll(async () => {
  lab.close()
  admin.close()
  await helm.dispose()
  await plane.stop()
})

describe('the index and records that helm did not write', () => {
  it('has a row for each, with what is known of it and why not more', () => {
    const rows = [...lab.rows().values()]
    for (const { what, row } of made) {
      const found = rows.filter(({ name }) => name === row.name)
      expect(found, what).toHaveLength(1)
      const { problem } = row
      const chart = problem === undefined ? 'demo-1.2.3' : ''
      expect(found[0], what).toMatchObject({
        ...row,
        chart,
        ...(problem !== undefined && { problem: matching(problem) }),
      })
      expect(found[0]?.problem === undefined, what).toBe(problem === undefined)
    }
    expect(rows).toHaveLength(made.length + healthy.length)
  })

  it('says the same of the healthy ones as helm, which leaves most of the others out', async () => {
    const told = await helmList(helm, '-n', odd, '-A=false')
    const known = lines([...lab.rows().values()].filter(({ namespace }) => namespace === odd))
    const isHealthy = (line: string): boolean => line.startsWith(`${odd}/healthy-`)
    expect(known.filter(isHealthy)).toHaveLength(healthy.length)
    expect(known.filter(isHealthy)).toEqual(told.filter(isHealthy))
    const nameOf = (line: string): string => line.slice(odd.length + 1, line.indexOf(' '))
    const [inHelm, inIndex] = [new Set(told), new Set(known)]
    // helm goes by the payload alone, and reads endless notes.
    expect(told.filter((line) => !inIndex.has(line)).map(nameOf)).toEqual(['endless-notes', 'unnamed'])
    const notInHelm = known.filter((line) => !inHelm.has(line)).map(nameOf)
    expect(notInHelm).toEqual(expect.arrayContaining(['damaged-end', 'damaged-front', 'foreign', 'half-base64']))
  })

  it('goes on when they change, and follows them', async () => {
    const path = `/api/v1/namespaces/${odd}/secrets/foreign`
    await admin.call('DELETE', path)
    await expect.poll(() => lab.rows().has(`${odd}/foreign`)).toBe(false)
    const [mended] = healthy
    if (mended === undefined) throw new Error('none')
    const broken = { ...mended, payload: 'hello' }
    await admin.call('PUT', `${recordPath(mended)}?fieldManager=Helm`, recordObject(broken))
    const row = (): unknown => lab.rows().get(`${odd}/${mended.name}`)
    await expect.poll(row).toMatchObject({ problem: matching('Its record'), chart: '' })
    await admin.call('PUT', `${recordPath(mended)}?fieldManager=Helm`, recordObject(mended))
    await expect.poll(row).toMatchObject({ chart: 'demo-1.2.3', description: 'deployed 1' })
    expect(row()).not.toHaveProperty('problem')
  })
})

describe('a record, however it is read', () => {
  it('says the same: cut after its front, whole as JSON, and in a page of protobuf', async () => {
    const records: ReleaseRecord[] = []
    const path = recordsPath('secrets', '')
    const query = { labelSelector: allRevisions }
    const request = {
      client: lab.client,
      path,
      query,
      accept: metadataListType,
      limits: { pageSize: 1_000, maxPages: 10 },
    }
    await readList(request, { signal: never, timeoutMs: 15_000 }, (page) =>
      records.push(...page.flatMap((item) => toRecord(item) ?? [])),
    )
    const paged = new Map<string, PayloadFacts>()
    const byKey = new Map(records.map((record) => [payloadKey(record), record]))
    await readPages(lab.client, 'secrets', '', never, async (page) => {
      for (const found of page) {
        const record = byKey.get(payloadKey(found))
        if (record !== undefined) paged.set(payloadKey(record), await factsOf(found.payload, record))
      }
      return true
    })
    expect(paged.size).toBe(records.length)
    for (const record of records) {
      const facts = paged.get(payloadKey(record))
      expect(await factsBy(record, true), record.object).toEqual(facts)
      expect(await factsBy(record, false), record.object).toEqual(facts)
    }
  })

  async function factsBy(record: ReleaseRecord, mayCut: boolean): Promise<PayloadFacts | undefined> {
    const options = { mayCut, onHttp1: () => undefined, signal: never }
    return (await readPayload(lab.client, 'secrets', record, options))?.facts
  }
})

describe('a release whose newest record is damaged', () => {
  it('has the same row whoever asks, when and how', async () => {
    const first: MadeRecord = { namespace: odd, name: 'half-written', revision: 1, status: 'superseded' }
    await writeRecords(admin, [first])
    const record = { ...first, revision: 2, status: 'deployed', payload: gzipSync('{"half":').toString('base64') }
    await writeObject(admin, recordObject(record))
    /** Whether the person has seen it is no matter of the record. */
    const told = (rows: Iterable<HelmRelease>): unknown => {
      const row = [...rows].find(({ name }) => name === first.name)
      return Object.fromEntries(Object.entries(row ?? {}).filter(([field]) => field !== 'unseen'))
    }
    await expect.poll(() => told(lab.rows().values())).toMatchObject({ revision: 2, damaged: true })
    const target = targetOf(plane.kubeconfig, plane.name)
    const cold = openIndexLab(target)
    const answers = [told(await lab.index.list()), told(await cold.index.list(odd)), told(await cold.index.list())]
    const warm = openIndexLab(target, { known: cold.index.keep() })
    answers.push(told(await warm.index.list()), told(await lab.index.list(odd)))
    cold.close()
    warm.close()
    const { updated } = answers[0] as HelmRelease
    const row = {
      name: first.name,
      namespace: odd,
      revision: 2,
      updated,
      status: 'deployed',
      chart: '',
      appVersion: '',
    }
    const problem = 'Its record holds no release, or is cut off.'
    for (const answer of answers) expect(answer).toEqual({ ...row, problem, damaged: true })
  })
})

describe('a release that is kept elsewhere', () => {
  const flux: MadeRecord = { namespace: odd, name: 'flux', revision: 1, status: 'deployed', target: 'apps' }

  it('has the namespace of its record, and names that of its objects', async () => {
    await writeObject(admin, recordObject(flux), 'helm-controller')
    const row = (): unknown => lab.rows().get(`${odd}/flux`)
    await expect.poll(row).toMatchObject({ chart: 'demo-1.2.3', targetNamespace: 'apps' })
    const home = { ...flux, name: 'at-home', target: odd }
    await writeObject(admin, recordObject(home), 'helm-controller')
    await expect.poll(() => lab.rows().get(`${odd}/at-home`)).toMatchObject({ chart: 'demo-1.2.3' })
    expect(lab.rows().get(`${odd}/at-home`)).not.toHaveProperty('targetNamespace')
  })

  it('is named among many too, whichever way their payloads come', async () => {
    const many = Array.from({ length: 120 }, (_, at) => ({ ...flux, name: `paged-${at}`, target: `apps-${at}` }))
    await Promise.all(many.map((record) => writeObject(admin, recordObject(record), 'helm-controller')))
    const fresh = openIndexLab(targetOf(plane.kubeconfig, plane.name))
    const rows = await fresh.index.list(odd)
    fresh.close()
    for (const { name, target } of many) {
      expect(rows.find((row) => row.name === name)).toMatchObject({ targetNamespace: target })
    }
  })
})

function matching(start: string): unknown {
  return expect.stringMatching(new RegExp(`^${start}.*\\.$`)) as unknown
}
