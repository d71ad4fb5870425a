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

  it('are found at any depth of values', () => {
    let values: object = { password: 'Pl4nted' }
    for (let depth = 0; depth < 50_000; depth += 1) values = { a: values }
    expect(ofValues(values)).toEqual(['Pl4nted'])
  })
})
