import { describe, expect, it } from 'vitest'
import type { Refusal } from '../asking/refusal'
import { refusalProblem, type RefusedObject } from './refused'

const object: RefusedObject = { namespace: 'shop', madeNamespace: '', takesFields: false }

function refusal(of: Partial<Refusal>): Refusal {
  return { verb: 'patch', status: 422, reason: '', message: 'the words of the server', causes: [], ...of }
}

describe('what a refusal of the cluster means for a change', () => {
  it.each([
    [
      'an immutable field',
      {
        causes: [
          { reason: 'FieldValueInvalid', message: 'Invalid value: {}: field is immutable', field: 'spec.selector' },
        ],
      },
      'will-fail',
      "spec.selector can't be changed once it exists.",
    ],
    [
      'an object that may not change any more',
      {
        causes: [
          {
            reason: 'FieldValueForbidden',
            message: "Forbidden: updates to statefulset spec for fields other than 'replicas' are forbidden",
            field: 'spec',
          },
        ],
      },
      'will-fail',
      "spec can't be changed once it exists.",
    ],
    [
      'wrong fields',
      {
        causes: [
          { reason: '', message: 'must be between 1 and 65535', field: 'spec.ports[0].port' },
          { reason: '', message: 'Required value', field: 'spec.selector' },
        ],
      },
      'will-fail',
      'The cluster refuses spec.ports[0].port and spec.selector.',
    ],
    [
      'a quantity that is none',
      {
        message:
          'Deployment.apps "web" is invalid: patch: Invalid value: "": quantities must match the regular expression',
        causes: [{ reason: 'FieldValueInvalid', message: 'quantities must match', field: 'patch' }],
      },
      'will-fail',
      'The cluster refuses it: a quantity (CPU, memory, size) is not a number with a unit.',
    ],
    [
      'entries with the same key',
      {
        status: 500,
        message:
          'failed to create typed patch object (shop/web; apps/v1, Kind=Deployment): errors:\n' +
          '  .spec.template.spec.containers[name="web"].ports: duplicate entries for key [containerPort=80,protocol="TCP"]',
      },
      'will-fail',
      'The cluster refuses it: spec.template.spec.containers[name="web"].ports: two entries have the same containerPort=80, protocol="TCP".',
    ],
    [
      'a wrong type',
      { status: 500, message: 'failed to create typed patch object (x): expected numeric' },
      'will-fail',
      "The cluster can't read it as this kind of object.",
    ],
    [
      'a missing right',
      { status: 403, message: 'deployments.apps "web" is forbidden: User "joe" cannot patch resource "deployments"' },
      'missing-right',
      'You may not patch it.',
    ],
    [
      'a quota',
      { status: 403, message: 'pods "a" is forbidden: exceeded quota: small' },
      'will-fail',
      'It exceeds the quota of its namespace.',
    ],
    [
      'a webhook that refuses',
      { status: 403, message: 'admission webhook "no.example.com" denied the request: not on Fridays' },
      'will-fail',
      'The admission webhook "no.example.com" refuses it.',
    ],
    [
      'a webhook that is away',
      { status: 500, message: 'Internal error occurred: failed calling webhook "w.example.com": connection refused' },
      'will-fail',
      'The admission webhook "w.example.com" can\'t be reached, and the cluster refuses the object without it.',
    ],
    [
      'a missing namespace',
      { status: 404, message: 'namespaces "shop" not found' },
      'will-fail',
      "The namespace shop doesn't exist.",
    ],
    ['nothing that says why', { status: 400 }, 'will-fail', 'The cluster refuses it.'],
  ] as const)('tells of %s', (_, of, kind, message) => {
    const refused = refusal(of)
    expect(refusalProblem(refused, object)).toEqual({ kind, stops: true, message, detail: refused.message })
  })

  it.each([
    ['no answer', { status: 0 }, "The cluster didn't answer, so it isn't checked."],
    ['a busy cluster', { status: 429 }, "The cluster is too busy to answer, so it isn't checked."],
    [
      'a webhook that takes no dry runs',
      { status: 400, message: 'admission webhook "a.example.com" does not support dry run' },
      'The admission webhook "a.example.com" doesn\'t answer dry runs, so the cluster can\'t check it.',
    ],
    ['a cluster that fails to read', { verb: 'get', status: 500 }, "The cluster can't say what is there now."],
  ] as const)('claims no more than it knows after %s', (_, of, message) => {
    expect(refusalProblem(refusal(of), object)).toMatchObject({ kind: 'unchecked', stops: false, message })
  })

  it('knows that helm makes the namespace first', () => {
    const missing = refusal({ status: 404, message: 'namespaces "shop" not found' })
    expect(refusalProblem(missing, { ...object, madeNamespace: 'shop' })).toMatchObject({
      kind: 'unchecked',
      stops: false,
      message: "The namespace shop doesn't exist yet, so the cluster can't check it.",
    })
  })

  it('names who manages which fields', () => {
    const cause = (manager: string, field: string): Refusal['causes'][number] => {
      return { reason: 'FieldManagerConflict', message: `conflict with "${manager}" using apps/v1`, field }
    }
    const causes = [
      cause('kubectl-edit', '.spec.replicas'),
      cause('kubectl-edit', '.spec.template.spec.containers[name="web"].image'),
      cause('hpa', '.spec.paused'),
    ]
    expect(refusalProblem(refusal({ status: 409, reason: 'Conflict', causes }), object)).toMatchObject({
      kind: 'conflict',
      stops: true,
      message:
        'kubectl-edit manages spec.replicas and spec.template.spec.containers[web].image; hpa manages spec.paused: ' +
        'helm stops at a field of another manager.',
    })
  })
})
