import type { ManagerMark } from '@shared/model/release'
import { splitDocuments } from '@shared/yaml-documents'
import { objectsIn, type PlainObject } from './manifest'
import { isValues } from './values'

/** Whose an object is by the marks of Flux and Argo CD on it; null where it has none. */
export function markOn({ metadata }: Pick<PlainObject, 'metadata'>): ManagerMark | null {
  const labels = mapOf(metadata['labels'])
  for (const [group, kind] of fluxKinds) {
    const name = textOf(labels[`${group}.toolkit.fluxcd.io/name`])
    if (name !== '')
      return { tool: 'flux', kind, namespace: textOf(labels[`${group}.toolkit.fluxcd.io/namespace`]), name }
  }
  // `app:group/Kind:namespace/name`, and of an application outside of Argo CD's own namespace `namespace_app:…`.
  const tracking = textOf(mapOf(metadata['annotations'])['argocd.argoproj.io/tracking-id'])
  const application = (tracking.split(':')[0] ?? '') || textOf(labels['argocd.argoproj.io/instance'])
  if (application === '' && !isAppliedByArgo(metadata['managedFields'])) return null
  const cut = application.indexOf('_')
  const namespace = application.slice(0, Math.max(0, cut))
  return { tool: 'argocd', kind: 'Application', namespace, name: application.slice(cut + 1) }
}

const fluxKinds = [
  ['helm', 'HelmRelease'],
  ['kustomize', 'Kustomization'],
] as const

function isAppliedByArgo(managedFields: unknown): boolean {
  const entries: readonly unknown[] = Array.isArray(managedFields) ? managedFields : []
  return entries.some((entry) => isValues(entry) && textOf(entry['manager']).startsWith('argocd-'))
}

/** Documents that are looked into: every object that Flux makes has its marks. */
const maxRead = 3

/** Whose the objects of a manifest say they are; null where they don't. */
export function managerIn(manifest: string): ManagerMark | null {
  const marked = splitDocuments(manifest).filter((part) => /\b(toolkit\.fluxcd|argocd\.argoproj)\.io\//.test(part))
  const shortest = marked.sort((one, other) => one.length - other.length).slice(0, maxRead)
  for (const part of shortest) {
    for (const object of objectsIn(part)) {
      const mark = markOn(object)
      if (mark !== null) return mark
    }
  }
  return null
}

function mapOf(value: unknown): Readonly<Record<string, unknown>> {
  return isValues(value) ? value : {}
}

function textOf(value: unknown): string {
  return typeof value === 'string' && value.length <= 1_000 ? value : ''
}
