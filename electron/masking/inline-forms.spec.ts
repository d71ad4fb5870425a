import { describe, expect, it } from 'vitest'
import { argumentSecrets } from './command-forms'
import { inlineSecrets } from './inline-forms'
import type { Writing } from './text-places'

const found = (text: string, writing: Writing = 'config'): string[] => [
  ...new Set(inlineSecrets(text, writing).map(({ start, end }) => text.slice(start, end))),
]

describe('in a file, a flag or a value', () => {
  it.each([
    ['--password=Pl4nted', ['Pl4nted']],
    ['run --db-password Pl4nted --port 80', ['Pl4nted']],
    ['run --db-password "Pl4nted pw" -v', ['Pl4nted pw']],
    ['["run","--db-password","Pl4nted"]', ['Pl4nted']],
    ['mysql -uroot -pPl4nted shop', ['Pl4nted']],
    ['exec mysqladmin ping -h db -pword', ['word']],
    ['sshpass -p Pl4nted ssh host', ['Pl4nted']],
    ['redis-cli -h cache -a Pl4nted ping', ['Pl4nted']],
    ['curl -u joe:Pl4nted https://x.test/', ['Pl4nted']],
    ['curl -ujoe:Pl4nted --user=joe:Pl5nted', ['Pl4nted', 'Pl5nted']],
    ['["curl", "-u", "joe:Pl4nted", "http://web"]', ['Pl4nted']],
    ["{command: ['curl','-u','joe:Pl4nted']}", ['Pl4nted']],
    ['- curl\n  - --user\n  - joe:Pl4nted\n  - http://web', ['Pl4nted']],
    ['"redis-cli","-a","Pl4nted"', ['Pl4nted']],
    ['sshpass -pPl4nted ssh web', ['Pl4nted']],
    ['postgres://app:Pl4nted@db:5432/shop', ['Pl4nted']],
    ['redis://:Pl4/nted@cache:6379', ['Pl4/nted']],
    ['git clone https://ghs123Pl4nted@git.test/shop.git', ['ghs123Pl4nted']],
    ['https://x.test/hook?access_token=Pl4nted&page=2', ['Pl4nted']],
    ['https://x.test/map?key=Pl4nted', ['Pl4nted']],
    ['{"user":"joe","password":"Pl4\\"nted"}', ['Pl4\\"nted']],
    ['"{\\"password\\":\\"Pl4nted\\"}"', ['Pl4nted']],
    ['[{"name":"DB_PASSWORD","value":"Pl4nted"}]', ['Pl4nted']],
    ['- name: DB_PASSWORD\n  value: Pl4nted pw\n- name: A', ['Pl4nted pw']],
    ['v1.EnvVar{Name:"DB_PASSWORD", Value:"Pl4nted", ValueFrom:nil}', ['Pl4nted']],
    ['org.x.PlainLoginModule required username="joe" password="Pl4nted";', ['Pl4nted']],
    ['Server=db;User Id=sa;Password=Pl4nted;Encrypt=true', ['Pl4nted']],
    ["CREATE USER app WITH PASSWORD 'Pl4nted';", ['Pl4nted']],
    ["CREATE USER 'app'@'%' IDENTIFIED BY 'Pl4nted';", ['Pl4nted']],
    ['<user>joe</user><password>Pl4nted</password>', ['Pl4nted']],
    ['<property name="db.password" value="Pl4nted"/>', ['Pl4nted']],
    ['<name>fs.s3a.secret.key</name>\n<value>Pl4nted</value>', ['Pl4nted']],
    ['binddn cn=app\nbindpw Pl4nted\n', ['Pl4nted']],
    ['PGPASSWORD=Pl4nted psql -h db', ['Pl4nted psql -h db', 'Pl4nted']],
    ['https://hooks.slack.com/services/T00/B00/Pl4nted', ['hooks.slack.com/services/T00/B00/Pl4nted']],
    ['port 6379\nrequirepass Pl4nted\n', ['Pl4nted']],
    ['machine git.test login joe password Pl4nted', ['Pl4nted']],
    ['db:5432:shop:app:Pl4nted', ['Pl4nted']],
    ['joe:$apr1$pl4nted$abc', ['$apr1$pl4nted$abc']],
    ['Authorization: Bearer Pl4nted.tok', ['Pl4nted.tok']],
    ['curl -H "Authorization: Basic cGw0bnRlZA=="', ['cGw0bnRlZA==']],
    ['X-Api-Key: Pl4nted', ['Pl4nted']],
    ['[db]\nuser = joe\npassword = Pl4nted pw # old\n', ['Pl4nted pw # old']],
    ['export DB_PASSWORD=Pl4nted', ['Pl4nted']],
    ["aws_secret_access_key = 'Pl4nted'", ['Pl4nted']],
    ['a ghp_abcdefghijklmnopqrstuvwxyz0123456789 b', ['ghp_abcdefghijklmnopqrstuvwxyz0123456789']],
    [
      'x\n-----BEGIN RSA PRIVATE KEY-----\nMIIabc\n-----END RSA PRIVATE KEY-----\ny',
      ['-----BEGIN RSA PRIVATE KEY-----\nMIIabc\n-----END RSA PRIVATE KEY-----'],
    ],
    ['-----BEGIN PRIVATE KEY-----\\nMIIabc', ['-----BEGIN PRIVATE KEY-----\\nMIIabc']],
  ])('%s', (text, secrets) => {
    expect(found(text)).toEqual(secrets)
  })

  it.each([
    'password=${DB_PASSWORD}',
    'password: "$(DB_PASSWORD)"',
    'mysqladmin ping -p"${MYSQL_ROOT_PASSWORD}"',
    'token={{ .Values.token }}',
    'password=<your password>',
    '--password-file=/run/secrets/pw --token-ttl 5m --secret-name web-1-tls',
    'https://x.test:8443/a@b and postgres://db:5432/shop and ssh://git@git.test/a.git',
    'passwordPolicy=strict9',
    'tokens=true',
    'docker run -p 8080:80 nginx',
    '10.0.0.1:5432 and a:b:c:d and registry.test:5000/a/b:1.2',
    'tar -pxf a.tgz',
  ])('nothing in: %s', (text) => {
    expect(found(text)).toEqual([])
  })
})

describe('in sentences', () => {
  it.each([
    ['could not log in with password=Pl4nted', ['Pl4nted']],
    ['the request had {"token":"Pl4nted"}', ['Pl4nted']],
    ['dial postgres://app:Pl4nted@db: refused', ['Pl4nted']],
    ['token: Pl4nted9 was rejected', ['Pl4nted9']],
  ])('%s', (text, secrets) => {
    expect(found(text, 'prose')).toEqual(secrets)
  })

  it.each([
    'invalid token: unexpected end of input',
    'secrets "web-tls" not found',
    'use --password to give one',
    'Bearer token missing, Basic authentication failed',
    'failed to read secret: connection refused',
    'Get "https://127.0.0.1:9/api/v1/secrets": http2: client connection lost',
    'more than one authentication method found for a; found [token basicAuth], only one is allowed',
  ])('nothing in: %s', (text) => {
    expect(found(text, 'prose')).toEqual([])
  })
})

describe('among arguments', () => {
  const of = (...args: string[]): string[] =>
    argumentSecrets(args).map(({ index, start }) => (args[index] ?? '').slice(start))

  it.each([
    [['--db-password', 'word'], ['word']],
    [['-token', 'Pl4nted'], ['Pl4nted']],
    [['mysqld', '-uroot', '-pword'], ['word']],
    [['-uroot', '-pword'], ['word']],
    [['-pPl4nted'], ['Pl4nted']],
    [['curl', '-fsS', '-u', 'joe:word', 'http://web'], ['word']],
    [['/usr/bin/curl', '--user=joe:word'], ['word']],
    [['curl', '-ujoe:word'], ['word']],
    [['curl', '--proxy-user', 'joe:wo:rd'], ['wo:rd']],
    [['-u', 'joe:Pl4nted-pw'], ['Pl4nted-pw']],
    [['redis-cli', '-a', 'word', 'ping'], ['word']],
    [['ldapsearch', '-D', 'cn=x', '-w', 'word'], ['word']],
    [['sshpass', '-p', 'word', 'ssh', 'web'], ['word']],
    [['helm', 'registry', 'login', '-u', 'joe', '-p', 'word'], ['word']],
  ])('%j', (args, secrets) => {
    expect(of(...args)).toEqual(secrets)
  })

  it.each([
    [['--password', '--verbose']],
    [['--password', '$(DB_PASSWORD)']],
    [['-p8080', '-port', '-path=/x', '-parallel', '-p', '80']],
    [['--secret-name', 'web-1']],
    [['-u', '1000:1000', '--user=nobody:nogroup', '-u', 'joe']],
    [['curl', '-u', '$(USER):$(PASSWORD)', '-u', 'joe:', '-a', 'word']],
    [['tar', '-w', 'word', '-a', 'word', '-p', 'word']],
    [['redis-cli', '-a', '--tls']],
  ])('nothing among %j', (args) => {
    expect(of(...args)).toEqual([])
  })
})

it('of secrets that end together finds the one around and the one within', () => {
  const text = 'password=token=secret=hunter22'
  const found = inlineSecrets(text, 'prose').map(({ start, end }) => text.slice(start, end))
  expect(found.toSorted()).toEqual(['hunter22', 'token=secret=hunter22'])
})

it('takes no time that grows faster than the text', () => {
  const start = performance.now()
  for (const piece of [
    'password',
    'a://',
    'eyJ-',
    'Bearer ',
    'name:"x",',
    '-----BEGIN PRIVATE KEY-----',
    'mysql -p',
    '"',
    '\\"',
    'token=\\',
    '--password=',
    'name: password value: ',
    'password=',
    '?key=a',
    'name: password value: a ',
    '=mysql/-p/-p/-p/-p',
    'curl=/-u=/-u=a:',
  ]) {
    inlineSecrets(piece.repeat(200_000 / piece.length), 'config')
  }
  expect(performance.now() - start).toBeLessThan(20_000)
})

it('finds the secrets within a secret, but no more of them than the text is worth', () => {
  const line = Array.from({ length: 200 }, (_, at) => `TOKEN_${at}=Pl4nted${at}`).join(' ')
  expect(found(`PASSWORD=x ${line}`)).toEqual(expect.arrayContaining(['Pl4nted0', 'Pl4nted199']))
  const text = '--password='.repeat(1_000)
  const places = inlineSecrets(text, 'config')
  expect(places[0]).toEqual({ start: '--password='.length, end: text.length })
  expect(places.length).toBeLessThan(50)
})
