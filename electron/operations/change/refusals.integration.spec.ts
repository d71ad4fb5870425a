import { mkdirSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest'
import { AppFailure, type AppError } from '@shared/errors'
import { readKubeconfig } from '../../../e2e/cluster/kubeconfig.mjs'
import { targetOf } from '../../helm/testing/real-helm'
import type { Change } from '../request/change'
import { openChangeLab } from '../testing/change-lab'
import { configMap, workload, writeObjects } from '../../helm/testing/sample-objects'

const kubeconfig = inject('kubeconfig')
const helms = inject('helms')
const context = readKubeconfig(kubeconfig)['current-context']

describe.each([3, 4] as const)('what helm %i and a real cluster refuse', (major) => {
  const lab = openChangeLab({ helmPath: helms[major], kubeconfig, context })
  const namespace = `refusals-${major}`
  const place = { namespace, timeout_seconds: 60 }

  /** A chart of one template, as it is. */
  const chartOf = (name: string, template: string, schema?: object): string => {
    const path = join(lab.dir, name)
    const files = {
      'Chart.yaml': `apiVersion: v2\nname: ${name}\nversion: 0.1.0\n`,
      'templates/a.yaml': template,
      ...(schema && { 'values.schema.json': JSON.stringify(schema) }),
    }
    for (const [file, text] of Object.entries(files)) {
      mkdirSync(dirname(join(path, file)), { recursive: true })
      writeFileSync(join(path, file), text)
    }
    return path
  }
  const install = (name: string, chart: string, values?: string): Change => {
    return {
      verb: 'install',
      ...place,
      name,
      chart,
      create_namespace: true,
      ...(values !== undefined && { values }),
    }
  }
  const upgrade = (name: string, chart: string, values = ''): Change => {
    return { verb: 'upgrade', ...place, name, chart, values }
  }
  const refusedOf = (name: string): string[] =>
    (lab.reportedOf(name).at(-1)?.objects ?? []).flatMap((one) =>
      one.refused === true ? [`${one.kind} ${one.name}: ${one.reason}`] : [],
    )
  const service = (name: string, port: unknown): object => {
    return {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name },
      spec: { selector: { app: 'x' }, ports: [{ port, targetPort: 80 }] },
    }
  }
  const account = (name: string): object => ({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name } })
  const deployment = (name: string, more: object): object => {
    const whole = workload('Deployment', name) as { spec: object }
    return { ...whole, spec: { ...whole.spec, ...more } }
  }

  beforeAll(async () => {
    await lab.start(install('base', writeObjects(lab.dir, 'base', [configMap('base-a'), deployment('base-web', {})])))
  }, 60_000)
  afterAll(() => lab.dispose())

  it.each([
    ['svc', service('svc-web', 99_999), 'Service svc-web', 'spec.ports[0].port: 99999 must be between 1 and 65535'],
    [
      'three',
      deployment('three-web', { replicas: 'three' }),
      'Deployment three-web',
      `spec.replicas: must be ${major === 3 ? 'an integer' : 'a number'}, but is a string`,
    ],
    [
      'number',
      { ...configMap('number-a'), data: { a: 1 } },
      'ConfigMap number-a',
      `data${major === 3 ? '' : '.a'}: must be a string, but is a number`,
    ],
    ['bad', configMap('Bad_Name'), 'ConfigMap Bad_Name', 'metadata.name: "Bad_Name": a lowercase RFC 1123 subdomain'],
  ] as const)('names object, field and reason, and marks the object: %s', async (name, object, what, why) => {
    const chart = writeObjects(lab.dir, name, [account(`${name}-first`), object])
    const error = await lab.failureOf(install(name, chart))
    expect(error).toMatchObject({ code: 'object-refused', message: 'Install failed.', actions: ['fix-values'] })
    expect(error.cause.startsWith(`The cluster refuses ${what}: ${why}`)).toBe(true)
    expect(error.cause).toContain('Revision 1 is stored as failed.')
    expect(refusedOf(name)).toEqual([expect.stringMatching(what)])
    expect(refusedOf(name)[0]).toContain(why)
  })

  it('tells the same of an upgrade, with what is deployed still', async () => {
    const chart = writeObjects(lab.dir, 'worse', [configMap('base-a'), deployment('base-web', { replicas: 'three' })])
    const error = await lab.failureOf(upgrade('base', chart))
    expect(error).toMatchObject({ code: 'object-refused', message: 'Upgrade failed.', actions: ['fix-values'] })
    expect(error.cause).toMatch(
      /^The cluster refuses Deployment base-web: spec\.replicas: must be an? \w+, but is a string\. Revision 2 is stored as failed; revision 1 is still deployed\.$/,
    )
    expect(refusedOf('base')).toHaveLength(1)
    const moved = writeObjects(lab.dir, 'moved', [
      configMap('base-a'),
      deployment('base-web', {
        selector: { matchLabels: { app: 'y' } },
        template: { metadata: { labels: { app: 'y' } }, spec: { containers: [{ name: 'a', image: 'b' }] } },
      }),
    ])
    const fixed = await lab.failureOf(upgrade('base', moved))
    expect(fixed).toMatchObject({ code: 'field-immutable', actions: ['fix-values'] })
    expect(fixed.cause).toContain("Deployment base-web: spec.selector can't be changed.")
  })

  it('says which fields the cluster does not know: helm 4 is refused, of helm 3 they are left out', async () => {
    const change = install('unknown', writeObjects(lab.dir, 'unknown', [deployment('unknown-web', { replicaz: 1 })]))
    if (major === 4) {
      const { cause } = await lab.failureOf(change)
      expect(cause).toContain('The cluster refuses Deployment unknown-web: spec.replicaz is not a field of Deployment.')
    } else {
      await lab.start(change)
      expect(lab.reportedOf('unknown').at(-1)?.remains?.join()).toContain('twice: spec.replicaz.')
    }
  })

  it.each([
    [
      'yaml',
      'data:\n   a: 1\n  b: 2\n',
      'A template of the chart renders invalid YAML.',
      'templates/a.yaml: line ',
      [],
    ],
    [
      'list',
      '- apiVersion: v1\n',
      'A template of the chart renders invalid YAML.',
      'templates/a.yaml: It is a list',
      [],
    ],
    [
      'needs',
      'a: {{ required "set host.name please" .Values.host }}\n',
      "The chart doesn't accept these values.",
      'It says: set host.name please. (templates/a.yaml, line 1)',
      ['fix-values'],
    ],
  ] as const)(
    'tells a fault of the chart from one of the values: %s',
    async (name, template, message, cause, actions) => {
      const error = await lab.failureOf(install(name, chartOf(name, template)))
      expect(error).toMatchObject({ code: 'chart-invalid', message, actions })
      expect(error.cause.startsWith(cause)).toBe(true)
      expect(await lab.revisions(namespace, name)).toEqual([])
    },
  )

  it("says what a chart's schema wants, and never the value", async () => {
    const integer = { type: 'integer' }
    const schema = {
      properties: {
        server: { properties: { ha: { properties: { replicas: integer } } } },
        host: { type: 'string', minLength: 40 },
      },
      required: ['name'],
    }
    const chart = chartOf('schema', JSON.stringify(configMap('schema-a')), schema)
    const error = await lab.failureOf(install('schema', chart, 'server: {ha: {replicas: three}}\nhost: hunter2\n'))
    expect(error).toMatchObject({ code: 'values-invalid', actions: ['fix-values'] })
    expect(error.cause.split('\n').sort()).toEqual([
      '/host: is too short: at least 40 characters.',
      '/name: is missing.',
      '/server/ha/replicas: must be an integer, but is a string.',
    ])
  })

  it('says that an object of a hook is there already, which helm 4 takes over', async () => {
    const annotations = { 'helm.sh/hook': 'pre-upgrade', 'helm.sh/hook-delete-policy': 'hook-succeeded' }
    const pre = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'hk-pre', annotations } }
    const chart = writeObjects(lab.dir, 'hk', [configMap('hk-a'), pre])
    await lab.start(install('hk', chart))
    await lab.start(install('left', writeObjects(lab.dir, 'left', [configMap('hk-pre')])))
    if (major === 4) return lab.start(upgrade('hk', chart))
    const error = await lab.failureOf(upgrade('hk', chart))
    expect(error).toMatchObject({
      code: 'object-owned-elsewhere',
      message: "The pre-upgrade hook of the chart couldn't be run.",
      actions: [],
    })
    expect(error.cause).toMatch(/^ConfigMap hk-pre already exists: /)
    expect(refusedOf('hk')).toEqual(['ConfigMap hk-pre: already exists.'])
  })

  it('says why it could not uninstall what the cluster does not know any more', async () => {
    const group = `gone${major}.example.com`
    const definition = {
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: { name: `foos.${group}` },
      spec: {
        group,
        scope: 'Namespaced',
        names: { kind: 'Foo', plural: 'foos' },
        versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: { type: 'object' } } }],
      },
    }
    await lab.start(install('definition', writeObjects(lab.dir, 'definition', [definition])))
    const foo = { apiVersion: `${group}/v1`, kind: 'Foo', metadata: { name: 'foo' } }
    await lab.start(install('gone', writeObjects(lab.dir, 'gone', [configMap('gone-a'), foo])))
    await lab.start({ verb: 'uninstall', name: 'definition', ...place })
    const isGone = async (): Promise<void> => {
      await expect(lab.client().get(`/apis/${group}/v1`)).rejects.toThrow()
      expect(JSON.stringify(await lab.client().get('/apis'))).not.toContain(group)
    }
    await vi.waitFor(isGone, { timeout: 30_000, interval: 200 })
    // An install asks anew which kinds there are; an uninstall takes what helm has noted on disk.
    await lab.start(install('after', writeObjects(lab.dir, 'after', [configMap('after-a')])))
    const error = await lab.failureOf({ verb: 'uninstall', name: 'gone', ...place })
    expect(error).toMatchObject({
      code: 'api-missing',
      message: `The release holds an object of kind "Foo" (${group}/v1), which the cluster no longer knows.`,
    })
    expect(error.actions[0]).toBe('repair')
    expect(error.cause).not.toContain('still there')
    expect(error.detail).not.toContain('DEBUG')
    expect(error.detail).not.toContain('[debug]')
  })

  it('has words for an upgrade whose revision is in the way', async () => {
    await lab.start(install('okr', writeObjects(lab.dir, 'okr', [configMap('okr-a')])))
    const name = 'sh.helm.release.v1.okr.v2'
    const labels = { owner: 'helm', name: 'okr', status: 'deployed', version: '2' }
    // A payload that is cut off.
    const damaged = {
      apiVersion: 'v1',
      kind: 'Secret',
      type: 'helm.sh/release.v1',
      metadata: { name, labels },
      data: { release: 'SDRzSUFBQUFBQUFB' },
    }
    const path = join(lab.dir, 'damaged.json')
    writeFileSync(path, JSON.stringify(damaged))
    await lab.start(install('damager', writeObjects(lab.dir, 'damager', [damaged])))
    const run = lab.runner.run(targetOf(kubeconfig, context), {
      kind: 'change',
      verb: ['upgrade'],
      flags: [],
      positionals: ['okr', writeObjects(lab.dir, 'okr', [configMap('okr-a')])],
      scope: { namespace },
      timeLimitMs: 60_000,
    })
    const error = await run.then(
      () => null,
      (reason: unknown) => (reason instanceof AppFailure ? reason.error : null),
    )
    expect(error).toMatchObject({
      code: 'release-exists',
      message: 'Somebody else changed this release at the same moment.',
    })
    expect(error?.cause).not.toContain('upgrade the existing release')
  })

  describe('before it reaches a cluster', () => {
    const server = 'https://127.0.0.1:9'
    const authority = Buffer.from('-----BEGIN CERTIFICATE-----\nZm9v\n-----END CERTIFICATE-----\n').toString('base64')

    const errorOf = async (cluster: object, user: object = {}): Promise<AppError> => {
      const path = join(lab.dir, 'refused-config')
      const config = {
        apiVersion: 'v1',
        kind: 'Config',
        clusters: [{ name: 'a', cluster }],
        users: [{ name: 'a', user }],
        contexts: [{ name: 'a', context: { cluster: 'a', user: 'a' } }],
        'current-context': 'a',
      }
      writeFileSync(path, JSON.stringify(config))
      const call = {
        kind: 'read',
        verb: ['list'],
        flags: [],
        positionals: [],
        scope: 'all-namespaces',
        timeLimitMs: 60_000,
      } as const
      return lab.runner.run(targetOf(path, 'a'), call).then(
        () => Promise.reject(new Error('it went well')),
        (reason: unknown) => (reason instanceof AppFailure ? reason.error : Promise.reject(reason as Error)),
      )
    }

    it.each([
      [
        'a CA and no check of it',
        { server, 'certificate-authority-data': authority, 'insecure-skip-tls-verify': true },
        {},
        'insecure-skip-tls-verify',
      ],
      [
        'an exec entry without interactiveMode',
        { server },
        { exec: { apiVersion: 'client.authentication.k8s.io/v1', command: 'x' } },
        'interactiveMode',
      ],
      ['an exec entry without apiVersion', { server }, { exec: { command: 'x' } }, 'no apiVersion'],
      [
        'a certificate that is not there',
        { server },
        { 'client-certificate': '/nowhere/c', 'client-key': '/nowhere/k' },
        '/nowhere/c',
      ],
      ['a CA that is not base64', { server, 'certificate-authority-data': 'no base 64!' }, {}, 'not base64'],
      ['a CA that is no certificate', { server, 'certificate-authority-data': 'aGVsbG8=' }, {}, 'PEM'],
      ['a server with a space', { server: 'https://my server:6443' }, {}, 'without spaces'],
    ] as const)('refuses %s as a kubeconfig, with the reason', async (_, cluster, user, words) => {
      const error = await errorOf(cluster, user)
      expect(error.code).toBe('kubeconfig-invalid')
      expect(error.cause).toContain(words)
      expect(error.actions).not.toContain('retry')
    })

    it('tells a proxy that is dead, and one that wants a sign-in', async () => {
      const dead = await errorOf({ server, 'proxy-url': 'http://127.0.0.1:8' })
      expect(dead).toMatchObject({ code: 'cluster-unreachable', message: "The proxy doesn't respond." })
      expect(dead.cause).toContain('127.0.0.1:8')
      const proxy = createServer().on('connect', (_, socket) => {
        socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n')
      })
      await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
      const { port } = proxy.address() as AddressInfo
      try {
        const error = await errorOf({ server, 'proxy-url': `http://ann:hunter2@127.0.0.1:${port}` })
        expect(error).toMatchObject({ code: 'cluster-unreachable', message: 'The proxy requires a sign-in.' })
        expect(JSON.stringify(error)).not.toContain('hunter2')
      } finally {
        proxy.close()
      }
    })
  })
})
