import { describe, expect, it } from 'vitest'
import { mentionedTexts, valuesRead } from './mentioned'

const read = (template: string): string[] => mentionedTexts(valuesRead(template))

describe('the values that a template reads', () => {
  it.each<readonly [string, readonly string[]]>([
    ['{{ .Values.a }}', ['a']],
    ['{{- $.Values.a.b_c.D1 | quote -}}', ['a.b_c.D1']],
    ['{{ if and .Values.a (not $.Values.b.c) }}x{{ end }}', ['a', 'b.c']],
    ['{{ with .Values.image }}{{ .tag }}{{ end }}{{ range $k, $v := .Values.hosts }}{{ end }}', ['hosts', 'image']],
    ['{{ index .Values "a-b" "c" }}', ['a-b.c']],
    ['{{ (index $.Values.a `b.c`).d }}', ['a.b.c']],
    ['{{ if hasKey .Values.a "b" }}{{ get .Values "c" }}{{ end }}', ['a.b', 'c']],
    ['{{ index\n  .Values\n  "a" }}', ['a']],
    ['{{ index .Values 0 "a" }}', []],
    ['{{ printf .Values.a "b" }}', ['a']],
    ['{{ default "x" .Values.a.b }}', ['a.b']],
    ['{{ toYaml .Values }}{{ .Values }}', []],
    ['{{ .ValuesOfMine.a }}{{ .Chart.Name }}', []],
    ['{{ .Values.a. }}{{ .Values..b }}', ['a']],
    ['.Values.outside {{/* .Values.comment */}}{{- /* .Values.a */ -}}', []],
    ['{{ .Values.größe }}', ['größe']],
    ['{{ .Values.a', []],
    ['{{ index .Values "a', []],
    ['', []],
  ])('%j', (template, keys) => {
    expect(read(template)).toEqual(keys)
  })

  it.each([
    ['openings', '{{'.repeat(500_000)],
    ['words', `{{ ${'.Values'.repeat(150_000)} }}`],
    ['dots', `{{ .Values${'.a'.repeat(500_000)} }}`],
    ['quotes', `{{ ${'index .Values "'.repeat(200_000)} }}`],
    ['spaces', `{{ ${' '.repeat(1_000_000)}.Values.a }}`],
    ['letters', `{{ .Values.${'a'.repeat(2_000_000)} }}`],
    ['comments', '{{/*'.repeat(500_000)],
  ])('are found in bounded work in a million %s', (_what, template) => {
    for (const keys of valuesRead(template)) expect(keys.length).toBeLessThanOrEqual(20)
  })

  it('are no more than can be used', () => {
    const many = Array.from({ length: 30_000 }, (_, index) => [`k${index}`])
    expect(mentionedTexts(many)).toHaveLength(20_000)
  })
})
