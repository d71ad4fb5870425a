import { describe, expect, it } from 'vitest'
import { isSecretKey } from './secret-keys'

describe('keys', () => {
  it.each([
    ...['password', 'dbPassword', 'DB_PASSWORD', 'db-password', 'postgresql.password', 'PGPASSWORD', 'rootPasswd'],
    ...['smtpPass', 'adminPwd', 'passphrase', 'passwordHash', 'password1', 'PASSWORD_OLD', 'passwords', 'smtp_pass'],
    ...['token', 'apiToken', 'githubTOKEN', 'authtoken', 'bearerToken', 'access_token', 'tokens', 'jwt'],
    ...['secret', 'clientSecret', 'SECRET', 'secretKey', 'secretKeyBase', 'cookieSecret', 'secrets', 'sharedSecret'],
    ...['apiKey', 'apikey', 'API_KEY', 'accessKey', 'AWS_SECRET_ACCESS_KEY', 'privateKey', 'privatekey', 'tls.key'],
    ...['encryptionKey', 'signing-key', 'masterKey', 'licenseKey', 'appKey', 'APIKeys', 'ssh-privatekey', 'id_rsa'],
    ...['credential', 'credentials', 'awsCredentials', 'connectionString', 'DB_CONNECTION_STRING', 'dsn', 'SENTRY_DSN'],
    ...[
      'passWord',
      'passPhrase',
      'pass-phrase',
      'bindpw',
      'dbpass',
      'mysqlpwd',
      'psk',
      'githubPat',
      'stripeKey',
      '.dockerconfigjson',
      'webhookUrl',
      'htpasswd',
      'rabbitmqErlangCookie',
      'credentials.json',
      'token.txt',
    ],
  ])('%s names a secret', (key) => {
    expect(isSecretKey(key)).toBe(true)
  })

  it.each([
    ...['secretName', 'existingSecret', 'existingSecretPasswordKey', 'secretKeyRef', 'keyFile', 'tokenFile', 'keyName'],
    ...['passwordPolicy', 'minLength', 'imagePullSecrets', 'imagePullSecret', 'passwordPath', 'tokenTTL', 'maxTokens'],
    ...[
      'key',
      'keys',
      'publicKey',
      'sortKey',
      'topologyKey',
      'partitionKey',
      'labelKey',
      'author',
      'storageKey',
      'bypass',
      'compass',
      'bypass',
    ],
    ...['username', 'user', 'name', 'host', 'replicas', 'tokenizer', 'secretary', 'monkey', 'keyboard', 'passive', ''],
    ...[
      'passwordSecretName',
      'secretRef',
      'externalSecret',
      'automountServiceAccountToken',
      'checksum/secret',
      'secretProviderClass',
      'ключ',
    ],
  ])('%s names none', (key) => {
    expect(isSecretKey(key)).toBe(false)
  })

  it('looks at a key of any length in no time', () => {
    const start = performance.now()
    expect(isSecretKey(`${'aA'.repeat(500_000)}Password`)).toBe(true)
    expect(performance.now() - start).toBeLessThan(500)
  })
})
