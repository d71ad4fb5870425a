import { maxLayers, maxLayersLength, type DraftLayer } from '@shared/contract/draft-shape'
import { isSecretName } from '@shared/values-guide/soft-schema'
import type { ChangeDraft } from './change-draft'

/** Where a draft has its values. */
type Layered = Pick<ChangeDraft, 'values' | 'layers'>

/** The place of the draft's own text among the layers. */
const ownPlace: DraftLayer = { id: 'own', kind: 'own', name: 'Your values', key: '', text: '', on: true }

/** The layers of a draft in their order, with the own text in its place; that alone where there is no other. */
export function allLayers({ values, layers }: Layered): readonly DraftLayer[] {
  const listed = layers.some(({ kind }) => kind === 'own') ? layers : [ownPlace, ...layers]
  return listed.map((layer) => ({ ...layer, text: layer.kind === 'own' ? values : layer.text }))
}

/** Whether nothing but the own text counts. */
export function isOwnAlone({ layers }: Layered): boolean {
  return layers.every(({ kind, on }) => kind === 'own' || !on)
}

/** Whether the own text counts. */
export function isOwnOn({ layers }: Layered): boolean {
  return layers.find(({ kind }) => kind === 'own')?.on ?? true
}

/** As a draft keeps them: the own text is in the draft once, and alone it is no list. */
function kept(layers: readonly DraftLayer[]): readonly DraftLayer[] {
  if (layers.every(({ kind }) => kind === 'own')) return []
  return layers.map((layer) => (layer.kind === 'own' ? { ...layer, text: '' } : layer))
}

/** Puts layers behind all others. @returns why that can't be, in a sentence; '' where it was done */
export function addLayers(draft: ChangeDraft, added: readonly DraftLayer[]): string {
  const layers = kept([...allLayers(draft), ...added])
  if (layers.length > maxLayers) return `At most ${maxLayers} layers can be used at once.`
  const length = layers.reduce((sum, { text }) => sum + text.length, 0)
  if (length > maxLayersLength) return 'Layers can be at most 2 MiB together.'
  draft.layers = layers
  return ''
}

export function removeLayer(draft: ChangeDraft, id: string): void {
  draft.layers = kept(allLayers(draft).filter((layer) => layer.id !== id || layer.kind === 'own'))
}

/** @param by how many places it is laid later; less than 0: earlier */
export function moveLayer(draft: ChangeDraft, id: string, by: number): void {
  const layers = [...allLayers(draft)]
  const from = layers.findIndex((layer) => layer.id === id)
  const [moved] = layers.splice(from, from < 0 ? 0 : 1)
  if (moved === undefined) return
  layers.splice(Math.min(Math.max(from + by, 0), layers.length), 0, moved)
  draft.layers = kept(layers)
}

export function changeLayer(
  draft: ChangeDraft,
  id: string,
  change: Partial<Pick<DraftLayer, 'key' | 'text' | 'on'>>,
): void {
  draft.layers = kept(allLayers(draft).map((layer) => (layer.id === id ? { ...layer, ...change } : layer)))
}

/** Whether a layer is a line behind one of helm's flags. */
export function isFlag({ kind }: Pick<DraftLayer, 'kind'>): boolean {
  return kind === 'set' || kind === 'set-string' || kind === 'set-file'
}

/** What a layer is called: as helm's command line would, with what looks like a secret hidden. */
export function layerName({ kind, name, key, text }: DraftLayer): string {
  if (kind === 'set-file') return `--set-file ${key}=${name}`
  return kind === 'set' || kind === 'set-string' ? `--${kind} ${hidden(text)}`.trim() : name
}

/** `db.password=…` */
function hidden(line: string): string {
  const isSecret = (path: string): boolean => path.split('.').some((key) => isSecretName(key.replace(/\[\d+\]$/, '')))
  return line.replace(/([^,=]+)=((?:\\.|[^,\\])*)/g, (whole, path: string) => (isSecret(path) ? `${path}=••••` : whole))
}
