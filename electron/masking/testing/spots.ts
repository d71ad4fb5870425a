/* Secrets made by chance, the spots where anybody can tell that one stands there, and the forms in which it travels. */

/** Numbers by chance, the same for the same seed: at least 0, less than 1. */
export type Random = () => number

export function randomFrom(seed: number): Random {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

export const base64 = (text: string): string => Buffer.from(text, 'utf8').toString('base64')

export function pick<T>(random: Random, items: readonly T[]): T {
  return items[Math.floor(random() * items.length)] as T
}

export const letters = 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghjkmnpqrstuvwxyz'
export const digits = '23456789'
const signs = '!#%&*+,-./:;=?@^_~<>()$"\'\\ '

export function characters(random: Random, from: string, length: number): string {
  return Array.from({ length }, () => from.charAt(Math.floor(random() * from.length))).join('')
}

/** Each like no other text, so that finding one is no accident. */
export const kinds: readonly ((random: Random) => string)[] = [
  (random) =>
    `${characters(random, letters, 5)}${characters(random, digits, 4)}${characters(random, letters + digits, 12)}`,
  (random) => `Q${characters(random, digits, 2)}${characters(random, letters + digits + signs, 16)}7x`,
  (random) =>
    `${characters(random, letters, 6)}${characters(random, digits, 2)}\u00e9\u4e2d${characters(random, letters, 4)}`,
  (random) =>
    `eyJ${characters(random, letters + digits, 20)}.eyJ${characters(random, letters + digits, 24)}.${characters(random, letters + digits, 30)}`,
  (random) => Array.from({ length: 3 }, () => characters(random, letters + digits, 24)).join('\n'),
  (random) => `Z${characters(random, digits, 2)}${characters(random, letters, 1)}`,
]

/** Where a secret stands so that anybody can tell that it is one. */
interface Spot {
  readonly name: string
  /** Of one line, and without what its place would end at. */
  readonly isPlainOnly: boolean
  readonly at: (secret: string) => object
}

export const spots: readonly Spot[] = [
  { name: 'key', isPlainOnly: false, at: (secret) => ({ dbPassword: secret }) },
  { name: 'nested key', isPlainOnly: false, at: (secret) => ({ auth: { admin: { API_TOKEN: secret } } }) },
  { name: 'list', isPlainOnly: false, at: (secret) => ({ apiKeys: ['', secret] }) },
  {
    name: 'map of credentials',
    isPlainOnly: false,
    at: (secret) => ({ credentials: { username: 'joe', cloud: secret } }),
  },
  {
    name: 'map under secret',
    isPlainOnly: false,
    at: (secret) => ({ secret: { create: true, name: 'app', content: secret } }),
  },
  {
    name: 'environment',
    isPlainOnly: false,
    at: (secret) => ({
      env: [
        { name: 'MODE', value: 'a' },
        { name: 'DB_PASSWORD', value: secret },
      ],
    }),
  },
  { name: 'flag', isPlainOnly: true, at: (secret) => ({ args: ['serve', `--db-password=${secret}`] }) },
  { name: 'argument', isPlainOnly: false, at: (secret) => ({ args: ['serve', '--db-password', secret, '--verbose'] }) },
  { name: 'short flag', isPlainOnly: true, at: (secret) => ({ command: ['mysqladmin', '-uroot', `-p${secret}`] }) },
  {
    name: 'shell',
    isPlainOnly: true,
    at: (secret) => ({ command: ['sh', '-c', `mysql -h db -uroot -p${secret} shop < a.sql`] }),
  },
  {
    name: 'login',
    isPlainOnly: false,
    at: (secret) => ({ url: `postgres://app:${encodeURIComponent(secret)}@db:5432/shop` }),
  },
  {
    name: 'token in address',
    isPlainOnly: true,
    at: (secret) => ({ repository: `https://${secret}@git.test/shop.git` }),
  },
  {
    name: 'query',
    isPlainOnly: false,
    at: (secret) => ({ hook: `https://x.test/hook?page=1&access_token=${encodeURIComponent(secret)}` }),
  },
  {
    name: 'JSON',
    isPlainOnly: false,
    at: (secret) => ({ settings: JSON.stringify({ user: 'joe', password: secret }) }),
  },
  {
    name: 'JAAS',
    isPlainOnly: true,
    at: (secret) => ({ jaas: `org.x.PlainLoginModule required username="joe" password="${secret}";` }),
  },
  { name: 'header', isPlainOnly: true, at: (secret) => ({ header: `Authorization: Bearer ${secret}` }) },
  {
    name: 'basic header',
    isPlainOnly: false,
    at: (secret) => ({ header: `Authorization: Basic ${base64(`joe:${secret}`)}` }),
  },
  {
    name: 'connection',
    isPlainOnly: true,
    at: (secret) => ({ database: `Server=db;User Id=sa;Password=${secret};Encrypt=true` }),
  },
  {
    name: 'properties',
    isPlainOnly: true,
    at: (secret) => ({ file: `# settings\nuser = joe\ndb.password = ${secret}\nport = 80\n` }),
  },
  {
    name: 'environment file',
    isPlainOnly: true,
    at: (secret) => ({ file: `MODE=a\nexport SMTP_PASSWORD=${secret}\n` }),
  },
]

export const isPlain = (secret: string): boolean => /^[\w.-]+$/.test(secret)

/** How a secret travels when it is repeated. */
const forms: readonly ((secret: string, random: Random) => string)[] = [
  (secret) => secret,
  base64,
  (secret) => base64(secret).replace(/=+$/, ''),
  (secret) => Buffer.from(secret, 'utf8').toString('base64url'),
  (secret, random) => base64(`${characters(random, letters, 1 + Math.floor(random() * 5))}:${secret}`),
  encodeURIComponent,
  (secret) => encodeURIComponent(secret).replaceAll('%20', '+'),
  (secret) => JSON.stringify(secret).slice(1, -1),
  (secret) => JSON.stringify(JSON.stringify(secret)).slice(3, -3),
  (secret) => secret.replaceAll('\n', ' '),
  (secret) => secret.replaceAll('\n', ''),
]

/** A form of a secret that says as much as the secret; a short one is its own word. */
export function travelling(random: Random, secret: string): string {
  const isShort = secret.length < 6
  return isShort ? pick(random, [secret, base64(secret)]) : pick(random, forms)(secret, random)
}
