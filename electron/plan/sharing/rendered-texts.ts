import type { PlanRendering, RenderedObject } from '@shared/model/rendering'
import { splitDocuments } from '@shared/yaml-documents'
import { maskYaml } from '../../masking/mask'
import { objectsIn } from '../../records/manifest'
import { headOf } from '../../records/manifest-head'
import { nameOf } from '../sides/object-key'

/** More than anybody reads; to mask it takes a second. */
const maxShown = 4 * 1024 * 1024

/** What a hook is made of, and the file it comes from. */
export interface HookText {
  readonly path: string
  readonly manifest: string
}

/** What helm would send, document by document as it rendered it, comments and all. @param secrets those of the whole plan */
export function renderedTexts(manifest: string, hooks: readonly HookText[], secrets: readonly string[]): PlanRendering {
  const documents = [...splitDocuments(manifest).map(ended), ...hooks.map(hookText)]
  const length = documents.reduce((sum, text) => sum + text.length, 0)
  if (length > maxShown) return { objects: [], tooLong: length }
  const isHook = new Set(documents.slice(documents.length - hooks.length))
  // One of them may give away what is secret in another.
  const known = [...secrets, ...maskYaml(documents.join(''), secrets).secrets]
  return { objects: documents.flatMap((text) => shownObject(text, known, isHook.has(text)) ?? []) }
}

/** A document that follows must not stand on its last line. */
function ended(text: string): string {
  return text.endsWith('\n') ? text : `${text}\n`
}

function hookText({ path, manifest }: HookText): string {
  const source = path === '' || sourceOf(manifest) !== '' ? '' : `# Source: ${path}\n`
  return ended(`---\n${source}${manifest.replace(/^---[ \t]*\n/, '')}`)
}

/** Null of a document without anything in it. */
function shownObject(text: string, secrets: readonly string[], isHook: boolean): RenderedObject | null {
  const bare = text.replace(/^---[ \t]*\n/, '')
  if (!/^[^#\s]/m.test(bare)) return null
  const head = headOf(text) ?? objectsIn(text)[0]
  const { kind, name, namespace } = head === undefined ? noName : nameOf(head)
  const masked = maskYaml(bare, secrets).text
  return { kind, name, namespace, source: sourceOf(text), isHook, text: masked }
}

const noName = { kind: '', name: '', namespace: '' }

/** helm writes it in front of each document. */
function sourceOf(text: string): string {
  return /^# Source: (\S[^\n]*)$/m.exec(text.slice(0, 2_000))?.[1]?.trim() ?? ''
}
