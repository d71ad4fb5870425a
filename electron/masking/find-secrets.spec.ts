import { describe, expect, it } from 'vitest'
import { secretsOf } from './find-secrets'

const base64 = (text: string): string => Buffer.from(text).toString('base64')
const ofValues = (...values: unknown[]): string[] => secretsOf({ values, yaml: [] })
const ofYaml = (...yaml: string[]): string[] => secretsOf({ values: [], yaml })

describe('the secrets of a release', () => {
  it('come from its values, the defaults of its chart, its manifest and its hooks', () => {
    const found = secretsOf({
      values: [{ db: { password: 'own-pw' } }, { admin: { token: 4711 } }],
      yaml: [`kind: Secret\ndata:\n  a: ${base64('in-S3cret')}\n`, 'kind: Secret\nstringData: {a: in-h00k}\n'],
    })
    expect(found).toEqual(expect.arrayContaining(['own-pw', '4711', 'in-S3cret', base64('in-S3cret'), 'in-h00k']))
    expect(found).toHaveLength(5)
  })

  it.each([
    [{ secret: { create: true, name: 'app', type: 'Opaque', content: 'Pl4nted' } }, ['Pl4nted']],
    [{ secret: { DB: 'word', data: { a: 'other' }, kind: 'SecretStore' } }, ['other', 'word']],
    [{ secrets: [{ name: 'SMTP', value: 'Pl4nted' }] }, ['Pl4nted']],
    [{ extraEnv: [{ name: 'DB_PASSWORD', value: 'Pl4nted' }] }, ['Pl4nted']],
    [{ args: ['--db-password', 'Pl4nted', '--verbose'] }, ['Pl4nted']],
    [{ registry: { auth: base64('joe:Pl4nted') } }, [base64('joe:Pl4nted')]],
    [{ url: 'postgres://app:Pl%20nted@db/shop' }, ['Pl nted', 'Pl%20nted']],
  ])('in %j', (values, secrets) => {
    expect(ofValues(values).sort()).toEqual(secrets)
  })

  it('are not what a Secret has beside them: hosts, ports, switches, words', () => {
    const data = { host: 'db.shop.svc', port: '5432', mode: 'true', user: 'app', path: '/var/lib/x', size: '10Gi' }
    const encoded = Object.fromEntries(Object.entries(data).map(([key, value]) => [key, base64(value)]))
    const found = ofYaml(JSON.stringify({ kind: 'Secret', data: encoded }))
    for (const value of Object.values(data)) expect(found).not.toContain(value)
  })

  it('are those in a file that a Secret holds, not its other lines', () => {
    const file =
      'server:\n  port: 80\n  host: db-1.x.test\nhost=localhost\nuser=app\npassword: Pl4nted\nsalt=N0w-pl4nted\n'
    const found = ofYaml(JSON.stringify({ kind: 'Secret', stringData: { 'config.yaml': file } }))
    expect(found.sort()).toEqual(['N0w-pl4nted', 'Pl4nted'])
  })

  it.each([
    ['nested deeply', '['.repeat(5_000)],
    ['broken', 'kind: Secret\ndata: {a: "x\npassword: Pl4nted\n'],
    ['large', `${'# x\n'.repeat(300_000)}password: Pl4nted\n`],
  ])('never take the app down: %s', (what, text) => {
    expect(ofYaml(text)).toEqual(what === 'nested deeply' ? [] : ['Pl4nted'])
    expect(ofValues(null, undefined, 'x', 7)).toEqual([])
  })

  it.each([
    ['config.yaml', 'auth:\n  tokens:\n    - Pl4nted\n'],
    ['config.yaml', 'db:\n  password: >-\n    Pl4nted\n'],
    ['config.json', '{"tokens":["Pl4nted"],"keys":{"a":"b"}}'],
    ['objects.yaml', 'kind: Secret\nstringData: {blob: Pl4nted}\n'],
  ])('are found in a file in a ConfigMap: %s, %j', (name, file) => {
    expect(ofYaml(JSON.stringify({ kind: 'ConfigMap', data: { [name]: file } }))).toEqual(['Pl4nted'])
  })

  it('are not the words in such a file', () => {
    const file = 'tokens:\n  ttl: 15m\n  issuer: https://web.test\n  kinds:\n    - used\n    - free\n'
    expect(ofYaml(JSON.stringify({ kind: 'ConfigMap', data: { a: file } }))).toEqual([])
  })

  it('are found in comments', () => {
    expect(ofYaml('a: 1 # token=Pl4nted\n# password: pl4nted2\n# password: see the manual\n')).toEqual([
      'Pl4nted',
      'pl4nted2',
    ])
  })

  it.each([
    [{ name: 'db-password', default: 'Pl4nted' }],
    [{ variable: 'DB_PASSWORD', value: 'Pl4nted' }],
    [{ Name: 'DB_PASSWORD', Value: 'Pl4nted' }],
    [{ key: 'DB_PASSWORD', val: 'Pl4nted' }],
  ])('are found in an entry of a list: %j', (entry) => {
    expect(ofValues({ settings: [entry] })).toEqual(['Pl4nted'])
  })

  it('are found behind any scheme in a header', () => {
    expect(ofValues({ headers: { Authorization: 'GenieKey Pl4nted' }, authorization: 'AlwaysAllow' })).toEqual([
      'GenieKey Pl4nted',
      'Pl4nted',
    ])
  })

  it('are not the names of the keys that hold them', () => {
    const secretKeys = { adminPasswordKey: 'postgres-password', tokenKey: 'bot-token', apiKey: 'Pl4nted' }
    expect(ofValues({ auth: { secretKeys } })).toEqual(['Pl4nted'])
  })

  it('are found at any depth of values', () => {
    let values: object = { password: 'Pl4nted' }
    for (let depth = 0; depth < 50_000; depth += 1) values = { a: values }
    expect(ofValues(values)).toEqual(['Pl4nted'])
  })
})
