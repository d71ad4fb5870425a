import { mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { maskYaml } from '../masking/mask'
import { plantedRelease } from '../masking/testing/plant'
import { shownIn } from '../masking/testing/shown-in'
import { randomFrom } from '../masking/testing/spots'
import { leaksOf } from './testing/planted'

const dir = mkdtempSync(join(tmpdir(), 'wheelhouse-planted-'))
afterAll(() => rm(dir, { recursive: true, force: true }))

describe('secrets planted in a release', () => {
  it('come out nowhere, in no form, whatever they are and wherever they stand', async () => {
    let places = 0
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 1_000_000 }), async (seed) => {
        const made = plantedRelease(seed, 4)
        places += made.places
        expect(await leaksOf(made, dir)).toEqual([])
      }),
      { numRuns: 20, endOnFailure: true },
    )
    expect(places).toBeGreaterThan(500)
  }, 120_000)

  it('are found by the search when nothing is masked', () => {
    const made = plantedRelease(1, 4)
    const raw = JSON.stringify([made.release, JSON.stringify(made.said)])
    expect(shownIn(raw, made.planted).length).toBeGreaterThan(made.planted.length / 2)
  })
})

describe('an ordinary manifest', () => {
  const ordinary = [
    'apiVersion: apps/v1',
    'kind: Deployment',
    'metadata:',
    '  name: shop-postgresql',
    '  labels: {app.kubernetes.io/name: postgresql, app.kubernetes.io/managed-by: Helm}',
    '  annotations: {checksum/secret: 3a7bd3e2360a3d29eea436fcfb7e44c735d117c42d1c1835420b6b9942dd4f1b}',
    'spec:',
    '  replicas: 1',
    '  template:',
    '    spec:',
    '      automountServiceAccountToken: false',
    '      imagePullSecrets: [{name: registry-1}]',
    '      containers:',
    '        - name: postgresql',
    '          image: docker.io/bitnami/postgresql:16.2.0-debian-12-r5',
    '          args: ["--port=5432", "--token-ttl", "5m", "-path", "/x", "--secret-name", "shop-1"]',
    '          ports: [{name: tcp-postgresql, containerPort: 5432}]',
    '          env:',
    '            - name: POSTGRES_USER',
    '              value: "postgres"',
    '            - name: POSTGRES_PASSWORD',
    '              valueFrom: {secretKeyRef: {name: shop-postgresql, key: postgres-password}}',
    '            - name: POSTGRES_PASSWORD_FILE',
    '              value: /opt/secrets/postgres-password',
    '            - name: BITNAMI_DEBUG',
    '              value: "false"',
    '          livenessProbe:',
    '            exec: {command: [/bin/sh, -c, exec pg_isready -U "postgres" -h 127.0.0.1 -p 5432]}',
    '          resources: {limits: {memory: 192Mi, cpu: 150m}}',
    '      volumes:',
    '        - name: tls',
    '          secret: {secretName: shop-tls-2, defaultMode: 0400}',
    '',
  ].join('\n')
  const secret = [
    '---',
    'apiVersion: v1',
    'kind: Secret',
    'metadata: {name: shop-postgresql}',
    'data:',
    `  postgres-password: ${Buffer.from('postgres').toString('base64')}`,
    `  username: ${Buffer.from('app').toString('base64')}`,
    `  port: ${Buffer.from('5432').toString('base64')}`,
    `  host: ${Buffer.from('shop-postgresql.shop.svc.cluster.local').toString('base64')}`,
    `  enabled: ${Buffer.from('true').toString('base64')}`,
    '',
  ].join('\n')

  it('stays as readable as it is', () => {
    expect(maskYaml(ordinary).text).toBe(ordinary)
    const { text } = maskYaml(`${ordinary}${secret}`)
    const changed = ordinary.split('\n').filter((line) => !text.split('\n').includes(line))
    // The password is "postgres", and so is the user.
    expect(changed).toEqual([
      '              value: "postgres"',
      '            exec: {command: [/bin/sh, -c, exec pg_isready -U "postgres" -h 127.0.0.1 -p 5432]}',
    ])
  })
})

it('numbers by chance are the same for the same seed', () => {
  const [one, other] = [randomFrom(7), randomFrom(7)]
  expect(Array.from({ length: 5 }, one)).toEqual(Array.from({ length: 5 }, other))
})
