import { describe, expect, it } from 'vitest'
import { keptParts, type ChartRecord } from './kept-parts'

const data = (text: string): string => Buffer.from(text).toString('base64')
const metadata = { name: 'web', version: '1.0.0' }
const template = (text: string): object => ({ name: 'templates/a.yaml', data: data(text) })
const chart = { metadata, lock: null, templates: [template('kind: A')], values: { replicas: 2 } }
const record: ChartRecord = { chart, manifest: '# Source: web/templates/a.yaml\nkind: A\n', hookPaths: [], config: {} }
const judge = (change: object) => keptParts({ ...record, chart: { ...chart, ...change } })

describe('what a record holds of its chart', () => {
  it('is all that can be seen of it', () => {
    expect(keptParts(record)).toMatchObject({ chart: { metadata }, unread: [] })
    expect(judge({ values: null, schema: null, files: null })).not.toBeNull()
  })

  it.each([
    ['dependencies', { metadata: { ...metadata, dependencies: [{ name: 'db' }] } }],
    ['a lock', { lock: { digest: 'x' } }],
    ['no templates', { templates: [] }],
    ['a damaged template', { templates: [{ name: 'a', data: '%%%' }] }],
    ['no name', { metadata: {} }],
    ['a list of dependencies of apiVersion v1', { files: [{ name: 'requirements.yaml', data: '' }] }],
    ['a signature in charts/', { files: [{ name: 'charts/db-1.0.0.tgz.prov', data: '' }] }],
    ['a template of another chart', { templates: [template('{{- include "lib.name" . }}')] }],
    ['a named template of another chart', { templates: [template('{{ template "lib.name" . }}')] }],
    ['a subchart by name', { templates: [template('{{ .Subcharts.db.Values.port }}')] }],
  ])('is not enough with %s', (_what, change) => {
    expect(judge(change)).toBeNull()
  })

  it('is not enough when something else has rendered', () => {
    expect(keptParts({ ...record, manifest: '---\n# Source: web/charts/db/templates/a.yaml\nkind: A\n' })).toBeNull()
    expect(keptParts({ ...record, hookPaths: ['web/charts/db/templates/a.yaml'] })).toBeNull()
  })

  it('has the templates that it uses, defined or by their file, and need not have those in comments', () => {
    const text = [
      '{{- define "web.name" -}}x{{- end }}{{ include "web.name" . }}',
      '{{/* {{ include "other.name" . }} */}}',
      '{{ include "web/templates/a.yaml" . }} include "no.code"',
      '{{ block "web.block" . }}x{{ end }}{{ template "web.block" }}',
    ].join('\n')
    expect(judge({ templates: [template(text)] })).not.toBeNull()
  })

  it.each(['{{', '{{/*', '{{- /* */', '}}{{'])('reads a template of a million %j at once', (text) => {
    expect(judge({ templates: [template(text.repeat(1_000_000))] })).toMatchObject({ unread: [] })
  })

  it('names groups of values, of the chart or the person, that nothing in it reads', () => {
    const values = { port: 1, db: { on: false }, cache: { on: true }, image: { tag: 'a' } }
    const templates = [template('{{ .Values.image.tag }}-db {{ with .Values }}{{ index $.Values "cache" }}{{ end }}')]
    expect(judge({ values, templates })?.unread).toEqual([])
    const precise = [template('{{ .Values.image.tag }}-db {{ $.Values.cache.on }}')]
    expect(judge({ values, templates: precise })?.unread).toEqual(['db'])
    const config = { tags: { db: true }, name: 'x' }
    expect(keptParts({ ...record, config, chart: { ...chart, values, templates: precise } })?.unread).toEqual([
      'db',
      'tags',
    ])
  })
})
