import { randomBytes } from 'node:crypto'
import { gzipSync } from 'node:zlib'

/**
 * Releases that somebody could have written into a cluster to slow the app down, to end it, or to make it tell what it should
 * not; and honest ones that are as large as a record can hold. Specs and the bench use the same table.
 */
export interface HostileRelease {
  /** A release's name. */
  readonly name: string
  /** What the record's Secret holds under `data.release`, without the API's own base64. */
  readonly stored: () => string
}

/** It stands in the values of each, and nobody may see it unasked. */
export const plantedSecret = 'wh-planted-7f3c9d'

const text = (length: number): string =>
  randomBytes(Math.ceil(length * 0.75))
    .toString('base64')
    .slice(0, length)
const times = (count: number, make: (at: number) => string): string =>
  Array.from({ length: count }, (_, at) => make(at)).join('')
const file = (name: string, content: string) => ({ name, data: Buffer.from(content).toString('base64') })
const object = (kind: string, name: string, rest = ''): string =>
  `---\napiVersion: v1\nkind: ${kind}\nmetadata:\n  name: ${name}\n${rest}`
const nested = (depth: number): unknown => {
  let value: unknown = 1
  for (let at = 0; at < depth; at++) value = { a: value }
  return value
}

interface Parts {
  readonly manifest?: string
  readonly notes?: string
  readonly description?: string
  readonly config?: object
  readonly values?: object
  readonly hooks?: readonly object[]
  readonly metadata?: object
  readonly chart?: object
  readonly info?: object
}

/** As helm stores a release. */
function record(name: string, parts: Parts): string {
  return gzipSync(jsonOf(name, parts), { level: 6 }).toString('base64')
}

function jsonOf(name: string, parts: Parts): string {
  return JSON.stringify({
    name,
    info: {
      first_deployed: '2026-01-01T00:00:00Z',
      last_deployed: '2026-01-01T00:00:00Z',
      deleted: '',
      description: parts.description ?? 'Install complete',
      status: 'deployed',
      notes: parts.notes ?? `Sign in with ${plantedSecret}`,
      ...parts.info,
    },
    chart: {
      metadata: { name: 'hostile', version: '1.0.0', apiVersion: 'v2', ...parts.metadata },
      templates: [file('templates/a.yaml', '{{ .Values.password }}')],
      values: parts.values ?? {},
      ...parts.chart,
    },
    config: { password: plantedSecret, ...parts.config },
    manifest: parts.manifest ?? object('ConfigMap', name, `data:\n  a: ${plantedSecret}\n`),
    hooks: parts.hooks ?? [],
    version: 1,
    namespace: 'default',
  })
}

/** Written by hand where JSON.stringify would not do it. */
function withConfig(name: string, config: string): string {
  const json = jsonOf(name, {})
  return gzipSync(json.replace(/"config":\{/, () => `"config":{"odd":${config},`)).toString('base64')
}

const hook = (at: number): object => ({
  name: `hook-${at}`,
  kind: 'Job',
  path: 'hostile/templates/hook.yaml',
  manifest: object('Job', `hook-${at}`),
  events: ['pre-install'],
})

/** What stands in the manifest of a release of its own, by what it is. */
const manifests: Readonly<Record<string, () => string>> = {
  'brackets-40m': () => '['.repeat(40_000_000),
  'brackets-600k': () => `a: ${'['.repeat(600_000)}${']'.repeat(600_000)}`,
  'brackets-quoted': () => '["]",'.repeat(500_000),
  'braces-500k': () => '{a: '.repeat(500_000),
  'dashes-1m': () => '- '.repeat(1_000_000),
  'questions-1m': () => '? '.repeat(1_000_000),
  'indents-3k': () => times(3_000, (at) => `${' '.repeat(at)}a:\n`),
  'alias-bomb': () => times(60, (at) => `a${at + 1}: &a${at + 1} [*a${at}, *a${at}]\n`),
  'anchors-20k': () => times(20_000, (at) => `a${at}: &a${at} b\n`),
  'merges-5k': () => `base: &b {a: 1}\n${times(5_000, (at) => `k${at}: {<<: *b}\n`)}`,
  'keys-60k': () => times(60_000, (at) => `key${at}: value${at}\n`),
  'documents-50k': () => '---\na: b\n'.repeat(50_000),
  'objects-20k': () => times(20_000, (at) => object('ConfigMap', `map-${at}`)),
  'kinds-3k': () => times(3_000, (at) => `---\napiVersion: x${at}.test/v1\nkind: Kind${at}\nmetadata:\n  name: a\n`),
  'quotes-open': () => "a: '".repeat(300_000),
  'tags-200k': () => 'a: !!x '.repeat(200_000),
  'folded-300k': () => `a: >\n${'  b\n\n'.repeat(300_000)}`,
  'line-3mb': () => `a: ${'b '.repeat(1_500_000)}`,
  'sources-100k': () => '# Source: hostile/templates/a.yaml\n'.repeat(100_000),
  'honest-3mb': () =>
    times(3_000, (at) =>
      object('ConfigMap', `map-${at}`, `data:\n${times(30, (row) => `  row-${row}: "the value number ${row}"\n`)}`),
    ),
  'honest-46mb': () =>
    times(46_000, (at) =>
      object('ConfigMap', `map-${at}`, `data:\n${times(30, (row) => `  row-${row}: "the value number ${row}"\n`)}`),
    ),
}

/** Other parts of a release, by what they are. */
const others: Readonly<Record<string, (name: string) => string>> = {
  'values-1mb': (name) =>
    record(name, {
      config: Object.fromEntries(Array.from({ length: 700 }, (_, at) => [`key${at}`, { text: text(900) }])),
    }),
  'values-keys': (name) =>
    record(name, { config: Object.fromEntries(Array.from({ length: 40_000 }, (_, at) => [`key${at}`, at])) }),
  'values-deep-10k': (name) => withConfig(name, `${'{"a":'.repeat(9_000)}1${'}'.repeat(9_000)}`),
  'values-deep-400': (name) => record(name, { config: { odd: nested(400) } }),
  'values-proto': (name) => withConfig(name, '{"__proto__":{"x":1},"constructor":{"prototype":{"y":1}}}'),
  'values-numbers': (name) => withConfig(name, '[1e999,-1e999,1e-999,12345678901234567890,-0]'),
  'values-secrets-5k': (name) =>
    record(name, {
      config: { users: Array.from({ length: 5_000 }, (_, at) => ({ password: `pass-word-${at}-${text(8)}` })) },
    }),
  'values-long': (name) => record(name, { config: { text: 'the same words again '.repeat(500_000) } }),
  'defaults-deep': (name) => record(name, { values: { odd: nested(400) }, config: { odd: nested(400) } }),
  'notes-10mb': (name) => record(name, { notes: `Sign in with ${plantedSecret}. `.repeat(350_000) }),
  'notes-lines': (name) => record(name, { notes: times(100_000, (at) => `line ${at}: ${plantedSecret}\n`) }),
  'notes-controls': (name) => record(name, { notes: `\u0000\u0007\u001b[2J\u202eabc\u2066 ${plantedSecret} \uffff` }),
  'description-60k': (name) => record(name, { description: `Upgrade "x" failed: ${'a: b '.repeat(12_000)}` }),
  'description-secret': (name) =>
    record(name, { description: `Upgrade "x" failed: Invalid value: "${plantedSecret}"` }),
  'chart-name': (name) =>
    record(name, { metadata: { name: '\u202egnp.\u2066', version: '1.0.0\u200f', appVersion: 'a'.repeat(60_000) } }),
  'hooks-10k': (name) => record(name, { hooks: Array.from({ length: 10_000 }, (_, at) => hook(at)) }),
  'hook-brackets': (name) => record(name, { hooks: [{ ...hook(0), manifest: '['.repeat(3_000_000) }] }),
  'templates-open': (name) =>
    record(name, { chart: { templates: [file('templates/a.yaml', '{{ '.repeat(1_000_000))] } }),
  'templates-10k': (name) =>
    record(name, {
      chart: { templates: Array.from({ length: 9_000 }, (_, at) => file(`templates/${at}.yaml`, '{{ .Values.a }}')) },
    }),
  'crds-brackets': (name) => record(name, { chart: { files: [file('crds/a.yaml', '['.repeat(3_000_000))] } }),
  'files-20mb': (name) =>
    record(name, { chart: { files: [file('files/a.txt', 'the same words again '.repeat(1_000_000))] } }),
  'times-odd': (name) =>
    record(name, { info: { first_deployed: '0001-01-01T00:00:00Z', last_deployed: '9999-99-99T99:99:99Z' } }),
  'json-deep': () => gzipSync('['.repeat(3_000_000)).toString('base64'),
  'json-cut': (name) => gzipSync(jsonOf(name, {}).slice(0, -40)).toString('base64'),
  bomb: () => gzipSync(Buffer.alloc(200 * 1024 * 1024, 32)).toString('base64'),
  'gzip-cut': (name) => record(name, {}).slice(0, 200),
  'not-base64': () => '%%% not base64 %%%',
  empty: () => '',
}

/** All of them; each is made when it is asked for. */
export const hostileReleases: readonly HostileRelease[] = [
  ...Object.entries(manifests).map(([name, manifest]) => ({
    name,
    stored: () => record(name, { manifest: manifest() }),
  })),
  ...Object.entries(others).map(([name, make]) => ({ name, stored: () => make(name) })),
]

/** The Secret of one of them, to be posted to `namespace`. */
export function hostileSecret({ name, stored }: HostileRelease, namespace: string): object {
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    type: 'helm.sh/release.v1',
    metadata: {
      name: `sh.helm.release.v1.${name}.v1`,
      namespace,
      labels: { owner: 'helm', name, status: 'deployed', version: '1' },
    },
    data: { release: Buffer.from(stored()).toString('base64') },
  }
}
