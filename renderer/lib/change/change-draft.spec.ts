import { describe, expect, it } from 'vitest'
import { usualOptions } from '@shared/change-options/derived'
import { requests } from '@shared/contract/requests'
import { makeDetail } from '@/testing/make-revision'
import { draftProblems, installRequest, newDraft, previewRequest, rebase, upgradeRequest } from './change-draft'

const install = () => newDraft({ verb: 'install', context: 'prod', name: 'web', namespace: 'shop', chart: 'shop/web' })
const upgrade = () => newDraft({ verb: 'upgrade', context: 'prod', name: 'web', namespace: 'shop', chart: 'shop/web' })

describe('a draft', () => {
  it('waits five minutes by default and has no problem once chart, name and namespace are there', () => {
    expect(draftProblems(install(), null)).toEqual({})
    expect(installRequest(install(), null)).toEqual({
      chart: 'shop/web',
      release_name: 'web',
      namespace: 'shop',
      context: 'prod',
      wait: true,
      timeout_seconds: 300,
      values: '',
    })
  })

  it('tells what is missing by field', () => {
    const bad = {
      ...install(),
      chart: '',
      name: 'Web',
      namespace: 'a b',
      options: { ...usualOptions, timeout_seconds: 0.5 },
    }
    expect(Object.keys(draftProblems(bad, null))).toEqual(['chart', 'name', 'namespace', 'timeout'])
    expect(draftProblems({ ...install(), namespace: '' }, null).namespace).toBe('A release needs a namespace.')
  })

  it('names version, namespace and values exactly', () => {
    const draft = {
      ...install(),
      version: '1.2.3',
      createNamespace: true,
      options: { ...usualOptions, wait: false },
      values: 'a: 1 # why\n',
    }
    expect(installRequest(draft, null)).toMatchObject({
      version: '1.2.3',
      create_namespace: true,
      wait: false,
      values: 'a: 1 # why\n',
    })
    expect(installRequest(draft, null)).not.toHaveProperty('timeout_seconds')
  })

  it('sends no version with a chart that is kept: the release itself holds it', () => {
    const draft = { ...upgrade(), keepChart: true, chart: 'web-1.2.3', version: '1.2.3' }
    expect(upgradeRequest(draft, null)).toMatchObject({ keep_chart: true, chart: 'web-1.2.3' })
    expect(upgradeRequest(draft, null)).not.toHaveProperty('version')
  })

  it('keeps a chart only once the person knows what may be missing, and only that of the revision they saw', () => {
    const draft = { ...upgrade(), keepChart: true, chart: 'web-1.2.3', fromRevision: 4 }
    expect(draftProblems(draft, null).chart).toContain('may be missing')
    expect(upgradeRequest(draft, null)).not.toHaveProperty('accept_incomplete_chart')
    const agreed = { ...draft, acceptIncomplete: true }
    expect(draftProblems(agreed, null)).toEqual({})
    expect(upgradeRequest(agreed, null)).toMatchObject({ keep_revision: 4, accept_incomplete_chart: true })
  })

  it('keeps its text on another revision, and that revision’s chart where it can be kept', () => {
    const kept = { ...upgrade(), keepChart: true, acceptIncomplete: true, chart: 'web-1.2.3', values: 'a: 1\n' }
    const draft = { ...kept }
    rebase(draft, makeDetail(5, { chartName: 'shop', chartVersion: '2.0.0' }), '')
    const same = { values: 'a: 1\n', fromRevision: 5, acceptIncomplete: false }
    expect(draft).toMatchObject({ ...same, keepChart: true, chart: 'shop-2.0.0' })
    rebase(draft, makeDetail(6, { canKeepChart: false }), 'apps/shop')
    expect(draft).toMatchObject({ ...same, fromRevision: 6, keepChart: false, chart: 'apps/shop', version: '' })
    const chosen = { ...upgrade(), version: '1.0.0' }
    rebase(chosen, makeDetail(7), '')
    expect(chosen).toMatchObject({ chart: 'shop/web', version: '1.0.0', fromRevision: 7 })
  })

  it('sends empty values as such: an upgrade without any would keep the old ones', () => {
    expect(upgradeRequest(upgrade(), null).values).toBe('')
  })

  it('is what the contract takes, and its preview tells only whether there are values', () => {
    for (const draft of [install(), { ...install(), createNamespace: true, version: '1.0.0' }]) {
      expect(requests['helm:install'].input.safeParse(installRequest(draft, null)).success).toBe(true)
      expect(requests['helm:preview_command'].input.safeParse(previewRequest(draft, null)).success).toBe(true)
    }
    for (const draft of [upgrade(), { ...upgrade(), keepChart: true, chart: 'web-1.2.3' }]) {
      expect(requests['helm:upgrade'].input.safeParse(upgradeRequest(draft, null)).success).toBe(true)
      expect(requests['helm:preview_command'].input.safeParse(previewRequest(draft, null)).success).toBe(true)
    }
    const preview = previewRequest({ ...install(), values: 'password: hunter2' }, null)
    expect(preview).toMatchObject({ verb: 'install', has_values: true })
    expect(JSON.stringify(preview)).not.toContain('hunter2')
  })
})
