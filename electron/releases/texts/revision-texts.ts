import type { RevisionPart, RevisionText } from '@shared/model/release'
import { maskYaml, type Masked } from '../masking/mask'
import { maskOccurrences } from '../masking/mask-text'
import type { RevisionView } from '../records/revision-view'
import { coalesceValues, valuesToYaml } from '../records/revision-values'

/**
 * The texts of one revision. What is found to be a secret in its values or its manifest is masked in all of them; the
 * search is made once, when a masked text is first asked for.
 */
export function createRevisionTexts(
  payload: RevisionView,
): (part: RevisionPart, reveal: boolean) => Promise<RevisionText> {
  const texts: Readonly<Record<RevisionPart, () => string>> = {
    values: () => valuesToYaml(payload.config),
    'computed-values': () => valuesToYaml(coalesceValues(payload.chart.values, payload.config)),
    manifest: () => payload.manifest,
    notes: () => payload.notes,
  }
  let found: Promise<Found> | undefined
  const find = (): Promise<Found> => (found ??= findSecrets(texts))

  return async (part, reveal) => {
    if (reveal) return { text: texts[part](), masked: 0 }
    const { masked, secrets } = await find()
    const { text, count } = part === 'notes' ? maskOccurrences(payload.notes, secrets) : masked[part]
    return { text, masked: count }
  }
}

interface Found {
  readonly masked: Readonly<Record<Exclude<RevisionPart, 'notes'>, Masked>>
  readonly secrets: readonly string[]
}

async function findSecrets(texts: Readonly<Record<RevisionPart, () => string>>): Promise<Found> {
  const own = await maskYaml(texts.values())
  const computed = await maskYaml(texts['computed-values'](), own.secrets)
  const known = [...own.secrets, ...computed.secrets]
  const manifest = await maskYaml(texts.manifest(), known)
  // What only the manifest gave away may stand in the values too, under a harmless name.
  const secrets = [...known, ...manifest.secrets]
  const masked = {
    values: await maskYaml(texts.values(), secrets),
    'computed-values': await maskYaml(texts['computed-values'](), secrets),
    manifest,
  }
  return { masked, secrets }
}
