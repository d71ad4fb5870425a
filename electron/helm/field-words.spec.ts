import { describe, expect, it } from 'vitest'
import { fieldWords } from './field-words'

/** As an API server of Kubernetes 1.36 writes them. */
const texts: readonly (readonly [reason: string, words: string, kind?: string])[] = [
  [
    'spec.replicas: Invalid value: -1: must be greater than or equal to 0',
    'spec.replicas: -1 must be greater than or equal to 0',
  ],
  [
    '[spec.ports[0].port: Invalid value: 99999: must be between 1 and 65535, inclusive, spec.ports[0].name: Required value]',
    'spec.ports[0].port: 99999 must be between 1 and 65535; spec.ports[0].name is missing',
  ],
  [
    "metadata.name: Invalid value: \"Bad_Name\": a lowercase RFC 1123 subdomain must consist of x (e.g. 'example.com', regex used for validation is '[a-z]')",
    'metadata.name: "Bad_Name": a lowercase RFC 1123 subdomain must consist of x',
  ],
  ['spec.type: Unsupported value: "Nope": supported values: "A", "B"', 'spec.type: "Nope" is not one of "A", "B"'],
  ['spec.ports[1]: Duplicate value: {"Name":"","Port":80}', 'spec.ports[1]: a value is listed twice'],
  [
    'spec.backend: Required value: port name or number is required',
    'spec.backend is missing: port name or number is required',
  ],
  ['[]: Too long: may not be more than 1048576 bytes', 'it is too long: may not be more than 1048576 bytes'],
  [
    'spec.env: Too many: 300: must have at most 256 items',
    'spec.env is too long a list: 300: must have at most 256 items',
  ],
  ['spec.volume: Not found: "data"', 'spec.volume: "data" doesn\'t exist'],
  ['spec.selector: Invalid value: {"matchLabels":{"a":"c"}}: field is immutable', "spec.selector can't be changed"],
  [
    'spec.template: Invalid value: core.PodTemplateSpec{Env:[]core.EnvVar{Value:"hunter2"}}: field is immutable',
    "spec.template can't be changed",
  ],
  [
    'spec.size: Invalid value: 9: spec.size in body should be less than or equal to 3',
    'spec.size: 9 should be less than or equal to 3',
  ],
  [
    'spec.size: Invalid value: "string": spec.size in body must be of type integer: "string"',
    'spec.size: must be an integer, but is a string',
  ],
  ['spec: Invalid value: "object": the limit is below the request', 'spec: the limit is below the request'],
  [
    'patch: Invalid value: "{\\"data\\":{\\"password\\":\\"hunter2\\"}}": json: cannot unmarshal string into Go struct field DeploymentSpec.spec.replicas of type int32',
    'spec.replicas: must be an integer, but is a string',
  ],
  ['metadata.labels: Invalid value: "hunter2": bad', 'metadata.labels: bad', 'Secret'],
  ['.data.a: expected string, got &value.valueUnstructured{Value:1}', 'data.a: must be a string, but is a number'],
  ['.data: expected map, got &{[hunter2]}', 'data: must be a mapping, but is a list'],
  [
    '.spec.containers[name="a b"].env[name="A"].value: expected string, got &value.valueUnstructured{Value:true}',
    'spec.containers[name="a b"].env[name="A"].value: must be a string, but is a boolean',
  ],
  [
    'errors:\n  .spec.ports: duplicate entries for key [port=80,protocol="TCP"]\n  .spec.portz: field not declared in schema',
    'spec.ports: two entries have the same port=80, protocol="TCP"; spec.portz is not a field of Service',
    'Service',
  ],
  [
    'strict decoding error: unknown field "spec.a", unknown field "spec.b"',
    'spec.a is not a field of Pod; spec.b is not a field of Pod',
    'Pod',
  ],
  [
    'json: cannot unmarshal array into Go struct field ConfigMap.data of type map[string]string',
    'data: must be a mapping, but is a list',
  ],
  ['error decoding from json: illegal base64 data at input byte 3', 'a value in its data is not base64', 'Secret'],
  [
    '[a: Required value, b: Required value, c: Required value, d: Required value]',
    'a is missing; b is missing; c is missing; 1 more fault',
  ],
  ['exceeded quota: small, requested: pods=1', ''],
]

describe('what is wrong with the fields of an object, in words', () => {
  it.each(texts.map(([reason, words, kind = '']) => [reason, words, kind] as const))('%j', (reason, words, kind) => {
    expect(fieldWords(reason, kind)).toBe(words)
    expect(fieldWords(reason, kind)).not.toContain('hunter2')
  })
})
