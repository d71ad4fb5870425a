import { gzipSync } from 'node:zlib'
import type { Planted } from './shown-in'
import {
  base64,
  characters,
  digits,
  isPlain,
  kinds,
  letters,
  pick,
  randomFrom,
  spots,
  travelling,
  type Random,
} from './spots'

/*
 * Releases with secrets in them, as many as are wanted, each made by chance from a seed: in values, in a chart's defaults, in
 * Secrets, environment entries, arguments, addresses, files, notes, hooks and descriptions; and repeated elsewhere in another form.
 */

export interface PlantedRelease {
  /** As helm stores it, before it is packed. */
  readonly release: Readonly<Record<string, unknown>>
  readonly planted: readonly Planted[]
  /** What a failing helm may say of it: the secrets in other forms. */
  readonly said: string
  /** In how many places a secret stands. */
  readonly places: number
}

interface Making {
  readonly random: Random
  readonly planted: Planted[]
  places: number
}

function plant(making: Making, place: string): object {
  const { random, planted } = making
  const secret = pick(random, kinds)(random)
  const fitting = spots.filter(
    ({ isPlainOnly, name }) => (!isPlainOnly || isPlain(secret)) && (name !== 'token in address' || secret.length > 6),
  )
  const spot = pick(random, fitting)
  planted.push({ secret, place: `${place}, ${spot.name}` })
  making.places += 1
  return spot.at(secret)
}

function repeated(making: Making): string {
  making.places += 1
  const { secret } = pick(making.random, making.planted)
  return travelling(making.random, secret)
}

function many<T>(count: number, make: (index: number) => T): T[] {
  return Array.from({ length: count }, (_, index) => make(index))
}

const yaml = (object: object): string => `---\n# Source: web/templates/x.yaml\n${JSON.stringify(object, null, 2)}\n`

/** The data of a Secret: under keys that name none, and looking like what nobody would write elsewhere. */
function secretObject(making: Making, name: string): object {
  const { random, planted } = making
  const secret = `${characters(random, letters, 4)}${characters(random, digits, 3)}${characters(random, letters + digits, 14)}`
  planted.push({ secret, place: 'Secret' })
  making.places += 1
  const data = random() < 0.5 ? { data: { blob: base64(secret) } } : { stringData: { blob: secret } }
  return { apiVersion: 'v1', kind: 'Secret', metadata: { name }, ...data }
}

function configMap(making: Making, index: number): object {
  const data = {
    [`line${index}`]: `it is ${repeated(making)} here`,
    [`json${index}`]: JSON.stringify({ at: repeated(making) }),
  }
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: `map-${index}` }, data }
}

function workload(making: Making, index: number): object {
  const template = {
    spec: { containers: [{ name: 'main', image: 'docker.io/acme/web:16', ...plant(making, 'workload') }] },
  }
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: `web-${index}` },
    spec: { replicas: 2, template },
  }
}

/**
 * A release with so many places, or a few more. It failed, and what was noted of it quotes its secrets.
 * @param size how many objects of each kind
 */
export function plantedRelease(seed: number, size: number): PlantedRelease {
  const random = randomFrom(seed)
  const making: Making = { random, planted: [], places: 0 }
  const config = { image: 'web', parts: many(size, () => plant(making, 'values')) }
  const values = { replicas: 1, parts: many(size, () => plant(making, 'defaults')) }
  const secrets = many(size, (index) => secretObject(making, `s-${index}`))
  const objects = [
    ...secrets,
    ...many(size, (index) => workload(making, index)),
    ...many(size, (index) => configMap(making, index)),
  ]
  const hooks = many(size, (index) => {
    const manifest = yaml(index % 2 === 0 ? secretObject(making, `h-${index}`) : workload(making, index))
    return { name: `h-${index}`, kind: 'Job', path: 'web/templates/h.yaml', manifest, events: ['pre-upgrade'] }
  })
  const notes = many(size, () => `Sign in with "${repeated(making)}".`).join('\n')
  const sentences = many(size, () => `Invalid value: "${repeated(making)}": must be longer`).join('; ')
  const description = `Upgrade "web" failed: Secret "web" is invalid: ${sentences}`
  const release = {
    name: 'web',
    info: {
      status: 'failed',
      description,
      notes,
      first_deployed: '2026-01-01T00:00:00Z',
      last_deployed: '2026-01-02T00:00:00Z',
    },
    chart: {
      metadata: { name: 'web', version: '1.0.0' },
      templates: [{ name: 'templates/x.yaml', data: 'e30=' }],
      values,
    },
    config,
    manifest: objects.map(yaml).join(''),
    hooks,
    version: 2,
    namespace: 'shop',
  }
  const said = `Error: UPGRADE FAILED: ${sentences}\nit said: ${many(size, () => repeated(making)).join(' and ')}\n`
  return { release, planted: making.planted, said, places: making.places }
}

/** A release as helm's driver stores it. */
export function packed(release: object): string {
  return gzipSync(JSON.stringify(release)).toString('base64')
}
