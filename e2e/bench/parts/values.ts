import { randomInt } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  measureSchemaAgreement,
  textsFrom,
  textsOf,
  writeWorld,
  type RunHelm,
  type SchemaAgreement,
} from '../../../electron/charts/testing/schema-agreement'
import { worlds } from '../../../electron/charts/testing/schema-worlds'
import { measureYamlAgreement, type YamlAgreement } from '../../../electron/charts/testing/yaml-agreement'
import { createRevisionReader } from '../../../electron/releases/revision'
import { measureRoundTrip, type RoundTrips } from '../../../electron/releases/testing/round-trip'
import { run } from '../../cluster/processes.mjs'
import { openOperationLab, plain, writeChart } from '../operation-lab'
import type { OwnPart, Row, Setting } from '../setting'

const majors = [3, 4] as const
type Major = (typeof majors)[number]

/** Whether values mean the same here and to helm, with both helms. Charts in the folder WHEELHOUSE_CHARTS are judged too. */
export const values: OwnPart = {
  name: 'values',
  keys: ['schema_agreement', 'yaml_agreement', 'values_round_trip'],
  seed: null,
  run: async (setting) => {
    const seed = randomInt(1_000_000_000)
    const found: Found[] = []
    for (const major of majors) found.push(await measure(setting, major, seed))
    return [schemaRow(seed, found), yamlRow(found), roundTripRow(seed, found)]
  },
}

interface Found {
  readonly major: Major
  readonly schemas: ReadonlyMap<string, SchemaAgreement>
  readonly yaml: YamlAgreement
  readonly trips: RoundTrips
}

async function measure(setting: Setting, major: Major, seed: number): Promise<Found> {
  const { tools, sizes, say, signal } = setting
  const folder = join(setting.folder, `values-${major}`)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const own = { ...setting, folder, tools: { ...tools, helm: major === 3 ? tools.helm3 : tools.helm } }
  const homes = { HELM_CACHE_HOME: folder, HELM_CONFIG_HOME: folder, HELM_DATA_HOME: folder }
  const env = { ...process.env, ...homes }
  say(`helm ${major}: schemas, from ${seed}`)
  const chance = { seed, generated: sizes.valuesTexts }
  const schemas = await judged(folder, major, chance, (args, input) =>
    run(own.tools.helm, args, { env, signal, input }),
  )
  say(`helm ${major}: texts of values`)
  const byHand = async (...args: string[]): Promise<string> => {
    const { code, stdout, stderr } = await run(own.tools.helm, args, { env, signal })
    if (code !== 0) throw new Error(stderr)
    return stdout
  }
  const yaml = await measureYamlAgreement({ major, dir: folder, run: byHand })
  say(`helm ${major}: files of values, from ${seed}`)
  return { major, schemas, yaml, trips: await roundTrips(own, env, seed) }
}

async function judged(
  folder: string,
  major: Major,
  chance: { readonly seed: number; readonly generated: number },
  helm: RunHelm,
): Promise<Map<string, SchemaAgreement>> {
  const found = new Map<string, SchemaAgreement>()
  for (const [name, world] of Object.entries(worlds)) {
    const chart = writeWorld(join(folder, name.replaceAll(' ', '-')), world)
    found.set(name, await measureSchemaAgreement(chart, major, textsOf(world, chance), helm))
  }
  const charts = process.env['WHEELHOUSE_CHARTS'] ?? ''
  for (const name of charts === '' ? [] : readdirSync(charts)) {
    const chart = join(charts, name)
    const texts = textsFrom(readFileSync(join(chart, 'values.yaml'), 'utf8'), chance)
    found.set(name, await measureSchemaAgreement(chart, major, texts, helm))
  }
  return found
}

async function roundTrips(setting: Setting, env: NodeJS.ProcessEnv, seed: number): Promise<RoundTrips> {
  const { tools, sizes, folder, signal } = setting
  const lab = await openOperationLab(setting, 'values')
  const [namespace, name] = ['values', 'trip']
  const release = { namespace, name, chart: writeChart(folder, 'plain', '1.0.0', [plain('ConfigMap', 'a')]) }
  try {
    return await measureRoundTrip(
      {
        target: lab.target,
        revisions: createRevisionReader(lab.clientFor),
        send: (verb, text) => {
          const more = { values: text, timeout_seconds: 60, wait: false } as const
          return lab.operations.start(
            lab.target,
            verb === 'install' ? { verb, ...release, ...more, create_namespace: true } : { verb, ...release, ...more },
          )
        },
        valuesOf: async (revision) => {
          const args = ['get', 'values', name, '-n', namespace, '--revision', String(revision), '-o', 'json']
          const own = { ...env, KUBECONFIG: lab.cluster.kubeconfig }
          return (await run(tools.helm, args, { env: own, signal })).stdout
        },
      },
      { seed, files: sizes.valuesFiles / majors.length, namespace, name },
    )
  } finally {
    await lab.close()
  }
}

function schemaRow(seed: number, found: readonly Found[]): Row {
  const all = found.flatMap(({ major, schemas }) => [...schemas].map(([name, one]) => ({ major, name, ...one })))
  const texts = all.reduce((sum, one) => sum + one.texts, 0)
  const wrong = all.flatMap((one) => one.wrong.map((text) => `helm ${one.major}, ${one.name}: ${text}`))
  const undecided = all.filter((one) => one.undecided > 0 && one.major === 4)
  const stopped = all.filter((one) => one.stopped > 0)
  return {
    ...{ key: 'schema_agreement', figure: (100 * (texts - wrong.length)) / texts, unit: '%' },
    ...{ target: '100 %, or “helm decides”', met: wrong.length === 0, samples: all },
    details: [
      `${texts} texts from ${seed} for ${all.length / majors.length} schemas`,
      ...undecided.map((one) => `helm decides: ${one.name}, ${one.undecided} of ${one.texts}`),
      ...stopped.map(
        (one) => `helm ${one.major} stopped at something else: ${one.name}, ${one.stopped} of ${one.texts}`,
      ),
      ...wrong.slice(0, 10),
    ].join('\n'),
  }
}

function yamlRow(found: readonly Found[]): Row {
  const total = found.reduce((sum, { yaml }) => sum + yaml.snippets, 0)
  const wrong = found.flatMap(({ major, yaml }) => yaml.wrong.map((one) => `helm ${major}: ${one}`))
  const known = found[0]?.yaml.known ?? []
  const figure = (100 * (total - wrong.length - majors.length * known.length)) / total
  return {
    ...{ key: 'yaml_agreement', figure, unit: '%', target: '≥ 98 %, every difference listed' },
    ...{ met: figure >= 98 && wrong.length === 0, samples: found.map(({ yaml }) => yaml) },
    details: [
      `${total} texts`,
      ...known.map((one) => `known, both: ${JSON.stringify(one)}`),
      ...wrong.slice(0, 10),
    ].join('\n'),
  }
}

function roundTripRow(seed: number, found: readonly Found[]): Row {
  const wrong = found.flatMap(({ major, trips }) => trips.wrong.map((one) => `helm ${major}: ${one}`))
  const files = found.reduce((sum, { trips }) => sum + trips.files, 0)
  const counts = found.map(
    ({ major, trips: { files: of, masked, asWritten } }) =>
      `helm ${major}: ${of} files from ${seed}, ${masked} shown with masks, ${asWritten} as they were written`,
  )
  return {
    ...{ key: 'values_round_trip', figure: files - wrong.length, unit: '', target: `${files} of ${files} the same` },
    ...{ met: wrong.length === 0, samples: found.map(({ trips }) => trips) },
    details: [...counts, ...wrong.slice(0, 10)].join('\n'),
  }
}
