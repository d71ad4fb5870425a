import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { secretMask as mask } from '@shared/mask'
import { secretsOf } from './find-secrets'
import { maskYaml } from './mask'

const masked = (text: string): string => maskYaml(text).text

describe('values', () => {
  it('hide what their keys name, and nothing else', () => {
    const text = [
      '# how to sign in',
      'auth:',
      '  username: admin # the first user',
      '  password: "hunter22" # change me',
      "  existingSecret: 'auth-secret'",
      '  token: 4711',
      '  rotate: true',
      'apiKeys: [first-key, second-key]',
      'credentials:',
      '  username: joe',
      '  cloud: s3cr3t-cloud',
      'imagePullSecrets:',
      '  - name: registry',
      'passwordPolicy:',
      '  minLength: 8',
      'emptyPassword: ""',
      'noPassword: null',
      '',
    ].join('\n')
    expect(maskYaml(text)).toEqual({
      text: text
        .replace('"hunter22"', `"${mask}"`)
        .replace('4711', mask)
        .replace('first-key, second-key', `${mask}, ${mask}`)
        .replace('s3cr3t-cloud', mask),
      count: 5,
      secrets: ['hunter22', '4711', 'first-key', 'second-key', 's3cr3t-cloud'],
    })
  })

  it.each([
    ['a text over several lines', 'a: 1\nprivateKey: |\n  one\n  two\nb: 2\n', `a: 1\nprivateKey: ${mask}\nb: 2\n`],
    ['a folded one', 'token: >-\n  one\n  two\nb: 2\n', `token: ${mask}\nb: 2\n`],
    ['a plain one over two lines', 'token: one\n  two\nb: 2\n', `token: ${mask}\nb: 2\n`],
    ['a private key under any name', 'ca: |\n  -----BEGIN RSA PRIVATE KEY-----\n  abc\nb: 2\n', `ca: ${mask}\nb: 2\n`],
    ['the password of an address', 'url: postgres://app:pa55w0rd@db/app\n', `url: postgres://app:${mask}@db/app\n`],
    ['an anchor used under another name', 'x: &p hunter22\npassword: *p\n', `x: &p ${mask}\npassword: *p\n`],
    ['JSON', '{"password": "hunter22", "user": "joe"}\n', `{"password": "${mask}", "user": "joe"}\n`],
    ['an environment entry', '- name: DB_PASSWORD\n  value: hunter22\n', `- name: DB_PASSWORD\n  value: ${mask}\n`],
    [
      'a file kept as text',
      'f: |\n  user=joe\n  db.password = hunter22\n',
      `f: |\n  user=joe\n  db.password = ${mask}\n`,
    ],
    [
      'the same value elsewhere',
      'password: hunter22\nargs: --pw=hunter22\n',
      `password: ${mask}\nargs: --pw=${mask}\n`,
    ],
    [
      'an escaped repeat',
      'password: "hun\\"ter22"\nargs: "a hun\\"ter22"\n',
      `password: "${mask}"\nargs: "a ${mask}"\n`,
    ],
    [
      'a login among arguments',
      'command: ["curl", "-u", "joe:hunter22"]\nargs:\n  - redis-cli\n  - -a\n  - hunter23\n',
      `command: ["curl", "-u", "joe:${mask}"]\nargs:\n  - redis-cli\n  - -a\n  - ${mask}\n`,
    ],
    [
      'what an annotation holds that only looks like the name of a Secret',
      'annotations:\n  x.test/auth-secret: hunter22\n  nginx.ingress.kubernetes.io/auth-secret: HUNTER_22\n',
      `annotations:\n  x.test/auth-secret: ${mask}\n  nginx.ingress.kubernetes.io/auth-secret: ${mask}\n`,
    ],
    ['an indented repeat', 'secret: "one1\\ntwo2"\nf: |\n  one1\n  two2\n', `secret: "${mask}"\nf: ${mask}\n`],
  ])('hide %s', (_what, text, expected) => {
    expect(masked(text)).toBe(expected)
  })

  it.each([
    [
      'an environment entry that only refers',
      '- name: DB_PASSWORD\n  valueFrom:\n    secretKeyRef: {name: a, key: password}\n',
    ],
    ['a variable in a file', 'f: |\n  password=${DB_PASSWORD}\n'],
    ['a password that is a word, as part of an image', 'image: docker.io/acme/postgres:16\n'],
    ['flags', 'secret:\n  create: true\n  name: app\nautomountServiceAccountToken: false\n'],
    [
      'the names of Secrets',
      [
        'annotations:',
        '  nginx.ingress.kubernetes.io/auth-secret: basic-auth',
        '  nginx.ingress.kubernetes.io/auth-tls-secret: default/client-ca',
        '  haproxy.org/auth-secret: shop/basic-auth.v2',
        'existingSecret: shop-db',
        'tls: [{secretName: web-tls}]',
        'adminSecretName: basic-auth',
        '',
      ].join('\n'),
    ],
    ['nothing', ''],
  ])('show %s', (_what, text) => {
    expect(maskYaml(text, ['postgres']).text).toBe(text)
  })

  it('are masked whole when they cannot be read', () => {
    expect(masked('# Source: a/b.yaml\npassword: "hunter22\n  x: [\n')).toBe(`# Source: a/b.yaml\n${mask}\n`)
    expect(masked(`password: ${'['.repeat(20_000)}`)).toBe(`${mask}\n`)
  })

  it('hold no bomb that goes off', () => {
    const levels = Array.from({ length: 30 }, (_, level) => `a${level + 1}: &a${level + 1} [*a${level}, *a${level}]`)
    const start = performance.now()
    masked(`a0: &a0 [hunter22]\n${levels.join('\n')}\npassword: *a30\n`)
    expect(performance.now() - start).toBeLessThan(2_000)
  })
})

describe('manifests', () => {
  const secret = (body: string): string =>
    `---\n# Source: a/templates/secret.yaml\napiVersion: v1\nkind: Secret\n${body}`
  const map =
    '---\n# Source: a/templates/map.yaml\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\ndata:\n  user: joe\n'

  it('hide the data of Secrets, whatever its keys', () => {
    const text = `${map}${secret('metadata:\n  name: s\ndata:\n  user: am9l\nstringData:\n  file: |\n    x\n    y\n  on: true\n')}${map}`
    const { text: shown, count } = maskYaml(text)
    expect(shown).toBe(
      `${map}${secret(`metadata:\n  name: s\ndata:\n  user: ${mask}\nstringData:\n  file: ${mask}\n  on: ${mask}\n`)}${map}`,
    )
    expect(count).toBe(3)
  })

  it('hide it in lists, in flow style, behind anchors and in annotations', () => {
    const list = `apiVersion: v1\nkind: List\nitems:\n- {kind: Secret, data: {a: c2VjcmV0}}\n- kind: ConfigMap\n  data: {a: shown}\n`
    expect(masked(list)).toBe(list.replace('c2VjcmV0', mask))
    const anchored = `x: &d\n  a: c2VjcmV0\nkind: Secret\ndata: *d\n`
    expect(masked(anchored)).toBe(anchored.replace('c2VjcmV0', mask))
    const applied = `kind: Secret\nmetadata:\n  annotations:\n    kubectl.kubernetes.io/last-applied-configuration: '{"data":"c2VjcmV0"}'\n`
    expect(masked(applied)).toBe(applied.replace('{"data":"c2VjcmV0"}', mask))
  })

  it('hide what a Secret gave away in other objects', () => {
    const password = Buffer.from('t0p-secret').toString('base64')
    const text = `${secret(`data:\n  password: ${password}\n`)}${map}  args: user=joe pw=t0p-secret\n`
    expect(masked(text)).toBe(`${secret(`data:\n  password: ${mask}\n`)}${map}  args: user=joe pw=${mask}\n`)
  })

  it('lose only the document that is broken', () => {
    const broken = '---\n# Source: a/templates/broken.yaml\nkind: Secret\ndata: {a: "x\n'
    expect(masked(`${map}${broken}${map}`)).toBe(`${map}---\n# Source: a/templates/broken.yaml\n${mask}\n${map}`)
  })
})

const secretKeys = ['password', 'dbPassword', 'API_TOKEN', 'clientSecret', 'apiKey', 'privateKey', 'connectionString']
const plainKeys = ['name', 'image', 'replicas', 'secretName', 'existingSecret', 'host', 'passwordPolicy']
/** Long and unlike anything else, so that finding one is no accident. */
const secretText = fc.stringMatching(/^[A-Za-z0-9"'\\#:{}[\] !$%&=~-]{4,12}7xQ[A-Za-z0-9"'\\ ]{2,8}Z9$/)
const plainText = fc.stringMatching(/^[a-z][a-z ]{0,12}$/)
const styles = {
  double: (text: string) => JSON.stringify(text),
  single: (text: string) => `'${text.replaceAll("'", "''")}'`,
  block: (text: string) => `|-\n    ${text.trim()}`,
}

describe('any values', () => {
  const row = fc.oneof(
    fc.record({
      key: fc.constantFrom(...secretKeys),
      value: secretText,
      style: fc.constantFrom('double', 'single', 'block'),
      secret: fc.constant(true),
    }),
    fc.record({
      key: fc.constantFrom(...plainKeys),
      value: plainText,
      style: fc.constantFrom('double', 'single'),
      secret: fc.constant(false),
    }),
  )
  const rows = fc.array(row, { minLength: 1, maxLength: 12 })

  it('keep no secret, and every other line', () => {
    fc.assert(
      fc.property(rows, (all) => {
        const lines = all.map(({ key, value, style }, index) => `k${index}:\n  ${key}: ${styles[style](value)}\n`)
        const { text, count } = maskYaml(lines.join(''))
        for (const { value, secret } of all) if (secret) expect(text).not.toContain(value.trim())
        const expected = all.map(({ key, style, secret }, index) => {
          const quote = style === 'double' ? '"' : style === 'single' ? "'" : ''
          return secret ? `k${index}:\n  ${key}: ${quote}${mask}${quote}\n` : lines[index]
        })
        expect(text).toBe(expected.join(''))
        expect(count).toBe(all.filter(({ secret }) => secret).length)
      }),
      { numRuns: 200 },
    )
  }, 30_000)

  it('are never changed by masking twice', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 200 }), (text) => {
        const once = masked(text)
        expect(masked(once)).toBe(once)
      }),
      { numRuns: 200 },
    )
  }, 30_000)
})

it('masks what a comment says, and leaves its other words', () => {
  const yaml =
    '# Source: web/templates/token.yaml\na: 1 # token=Pl4nted\n# password: the one of the Secret\nb: Pl4nted\n'
  expect(maskYaml(yaml).text).toBe(yaml.replaceAll('Pl4nted', mask))
})

it('masks what a file in a ConfigMap gives away, where it is known', () => {
  const yaml = 'kind: ConfigMap\ndata:\n  a: |\n    tokens:\n      - Pl4nted\n    mode: fast\n'
  const known = secretsOf({ values: [], yaml: [yaml] })
  expect(maskYaml(yaml, known).text).toBe(yaml.replace('Pl4nted', mask))
})
