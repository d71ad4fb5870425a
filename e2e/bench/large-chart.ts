import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Of each component; with the lines between them 6,000 lines of values. */
const components = 60
const settings = 24
const modes = ['', 'slow', 'fast']
/** That the schema has beside them: there is something to offer. */
const spare = 6

export interface LargeChart {
  /** The chart's folder. */
  readonly path: string
  /** Somebody's values: each of the chart's, changed. */
  readonly values: string
  readonly lines: number
  readonly schemaBytes: number
}

/** Writes a chart of very many values, with a comment above each and a schema that describes every one of them. */
export function writeLargeChart(folder: string): LargeChart {
  const path = join(folder, 'large-values')
  const schema = JSON.stringify(schemaOf(names('component', components)), null, 2)
  const values = names('component', components).map((name) => valuesOf(name, 2))
  mkdirSync(join(path, 'templates'), { recursive: true })
  writeFileSync(join(path, 'Chart.yaml'), 'apiVersion: v2\nname: large-values\nversion: 1.0.0\n')
  writeFileSync(
    join(path, 'values.yaml'),
    names('component', components)
      .map((name) => valuesOf(name, 1))
      .join(''),
  )
  writeFileSync(join(path, 'values.schema.json'), schema)
  writeFileSync(join(path, 'templates', 'all.yaml'), template)
  const text = values.join('')
  return { path, values: text, lines: text.split('\n').length, schemaBytes: Buffer.byteLength(schema) }
}

const template =
  'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: {{ .Release.Name }}}\ndata: {size: {{ .Values.component0.setting0 | quote }}}\n'

function names(word: string, count: number): string[] {
  return Array.from({ length: count }, (_, at) => `${word}${at}`)
}

function valuesOf(name: string, factor: number): string {
  const inner = names('setting', settings).flatMap((key, at) => [
    `  # What ${key} of ${name} is for, in a sentence that somebody wrote.`,
    ...(at % 2 === 0
      ? [`  ${key}: ${at * factor}`]
      : [`  ${key}:`, `    size: ${at * factor}`, `    mode: ${modes[factor] ?? ''}`]),
    ...(at % 6 === 5 ? [`    hosts:`, `      - name: host-${at}`, `        port: ${at * factor + 1_000}`] : []),
  ])
  return [`# The ${name}.`, `${name}:`, ...inner, '', ''].join('\n')
}

function schemaOf(keys: readonly string[]): object {
  const port = { type: 'integer', minimum: 1, maximum: 65_535 }
  const host = { type: 'object', properties: { name: { type: 'string' }, port }, additionalProperties: false }
  const simple = (key: string): object => ({ type: 'integer', minimum: 0, description: `How large ${key} may become.` })
  const nested = (key: string): object => ({
    type: 'object',
    description: `Everything about ${key}, which has several settings of its own.`,
    additionalProperties: false,
    properties: {
      size: simple(key),
      mode: { enum: ['slow', 'fast', 'off'], description: `How ${key} works.` },
      hosts: { type: 'array', items: { $ref: '#/definitions/host' } },
    },
  })
  const component = {
    type: 'object',
    additionalProperties: false,
    properties: Object.fromEntries(
      names('setting', settings + spare).map((key, at) => [key, at % 2 === 0 ? simple(key) : nested(key)]),
    ),
  }
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    definitions: { host },
    type: 'object',
    properties: Object.fromEntries(keys.map((key) => [key, { ...component, title: key }])),
  }
}
