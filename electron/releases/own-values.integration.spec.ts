import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, inject, it } from 'vitest'
import { readKubeconfig } from '../../e2e/cluster/kubeconfig.mjs'
import { secretMask } from '@shared/mask'
import { targetOf, writeChart } from '../helm/testing/real-helm'
import { failsWith } from '../kube/testing/client-lab'
import { openChangeLab } from '../operations/testing/change-lab'
import { createOwnValues } from './own-values'
import { createRevisionReader } from './revision'
import { measureRoundTrip } from './testing/round-trip'

const kubeconfig = inject('kubeconfig')
const helms = inject('helms')
const context = readKubeconfig(kubeconfig)['current-context']
const target = targetOf(kubeconfig, context)

const written = `# Why there are two
replicas: 2
auth:
  # Of the database
  password: 'p4ssword-of-mine'
  user: joe
greeting: hello
`
const masked = written.replace('p4ssword-of-mine', secretMask)

describe.each([3, 4] as const)('own values with helm %i', (major) => {
  const lab = openChangeLab({ helmPath: helms[major], kubeconfig, context })
  const namespace = `own-values-${major}`
  const chart = writeChart(lab.dir, 'plain', '1.0.0')
  const own = createOwnValues(
    createRevisionReader(() => lab.client()),
    lab.sentValues,
  )
  const id = (name: string, revision: number) => ({ namespace, name, revision })
  const install = (name: string): Promise<void> =>
    lab.start({ verb: 'install', name, namespace, chart, create_namespace: true, values: written })
  const byHand = (...args: string[]): Promise<string> => lab.helm.byHand(...args, '-n', namespace)
  afterAll(() => lab.dispose())

  it('are the text as it was sent, its secrets masked, and an upgrade that never reveals them keeps them', async () => {
    await install('web')
    expect(await own.read(target, id('web', 1))).toEqual({ text: masked, masked: 1, isAsWritten: true })
    const values = await own.complete(target, id('web', 1), masked.replace('replicas: 2', 'replicas: 3'))
    expect(values).toBe(written.replace('replicas: 2', 'replicas: 3'))
    await lab.start({ verb: 'upgrade', name: 'web', namespace, chart, values })
    const held = JSON.parse(await byHand('get', 'values', 'web', '-o', 'json')) as unknown
    expect(held).toEqual({ replicas: 3, auth: { password: 'p4ssword-of-mine', user: 'joe' }, greeting: 'hello' })
    expect((await own.read(target, id('web', 2))).text).toBe(masked.replace('replicas: 2', 'replicas: 3'))
    await lab.start({ verb: 'rollback', name: 'web', namespace, revision: 1 })
    expect(await own.read(target, id('web', 3))).toEqual({ text: masked, masked: 1, isAsWritten: true })
  })

  it('are those of the record where another helm has changed them, or nothing was kept', async () => {
    await install('api')
    await byHand('upgrade', 'api', chart, '--reuse-values', '--set', 'replicas=9')
    const changed = await own.read(target, id('api', 2))
    expect(changed.isAsWritten).toBe(false)
    expect(changed.text).toBe(`auth:\n  password: ${secretMask}\n  user: joe\ngreeting: hello\nreplicas: 9\n`)
    expect(await own.complete(target, id('api', 2), changed.text)).toContain('password: p4ssword-of-mine')
  })

  it('are not kept of a change that made no revision, and are forgotten with the release', async () => {
    await install('db')
    const values = `# Wrong\nauth: {password: another-one-of-mine}\ngreeting: [1]\n`
    const failure = await lab.failureOf({ verb: 'upgrade', name: 'db', namespace, chart, values })
    expect(failure.code).toBe('values-invalid')
    expect((await lab.revisions(namespace, 'db')).map(({ revision }) => revision)).toEqual([1])
    expect((await own.read(target, id('db', 1))).text).toBe(masked)
    await lab.start({ verb: 'uninstall', name: 'db', namespace })
    await byHand(
      'install',
      'db',
      chart,
      '--set',
      'replicas=2,auth.password=p4ssword-of-mine,auth.user=joe,greeting=hello',
    )
    expect((await own.read(target, id('db', 1))).isAsWritten).toBe(false)
  })

  it('are revealed and hidden again, all or one', async () => {
    await install('shown')
    const of = id('shown', 1)
    const edited = masked.replace('user: joe', 'user: ann')
    const revealed = await own.reveal(target, of, edited)
    expect(revealed).toBe(written.replace('user: joe', 'user: ann'))
    expect(await own.reveal(target, of, masked, ['auth', 'user'])).toBe(masked)
    expect(await own.hide(target, of, revealed)).toBe(edited)
    const typed = revealed.replace('p4ssword-of-mine', 'a-new-one')
    expect(await own.hide(target, of, typed)).toBe(typed)
  })

  it('are masked where the chart’s schema says that they are secret, whatever their key', async () => {
    const schema = { properties: { licence: { type: 'string', format: 'password' }, greeting: { type: 'string' } } }
    const strict = writeChart(lab.dir, 'strict', '1.0.0')
    writeFileSync(join(strict, 'values.schema.json'), JSON.stringify(schema))
    const values = 'licence: A1-B2-C3 # bought\ngreeting: A1-B2-C3 to all\n'
    await lab.start({ verb: 'install', name: 'strict', namespace, chart: strict, create_namespace: true, values })
    const { text } = await own.read(target, id('strict', 1))
    expect(text).toBe(`licence: ${secretMask} # bought\ngreeting: ${secretMask} to all\n`)
    expect(await own.complete(target, id('strict', 1), text)).toBe(values)
  })

  it('are the same values after an upgrade with what is shown, whatever is in them', async () => {
    const seed = Math.floor(Math.random() * 2 ** 31)
    const release = { name: 'trip', namespace, chart }
    const result = await measureRoundTrip(
      {
        target,
        revisions: createRevisionReader(() => lab.client()),
        send: (verb, values) =>
          lab.start(
            verb === 'install' ? { verb, ...release, create_namespace: true, values } : { verb, ...release, values },
          ),
        valuesOf: (revision) => byHand('get', 'values', 'trip', '--revision', String(revision), '-o', 'json'),
      },
      { seed, files: 8, namespace, name: 'trip' },
    )
    expect(result.wrong, `seed ${seed}`).toEqual([])
    expect(result.asWritten).toBeGreaterThan(0)
  })

  it.each([
    ['a key of another name', `auth: {pass: ${secretMask}}`, 'auth.pass (line 1) is masked'],
    ['a text of several lines', `auth:\n  password: |\n    ${secretMask}\n`, 'auth.password (line 3) is masked'],
    ['a comment', `# ${secretMask}`, 'Line 1 is masked'],
  ])('refuse a mask in %s, in words', async (_, values, words) => {
    const missing = own.complete(target, id('web', 1), values)
    await expect(missing).rejects.toThrow(failsWith('values-invalid'))
    await expect(missing).rejects.toMatchObject({ error: { cause: expect.stringContaining(words) as string } })
  })
})
