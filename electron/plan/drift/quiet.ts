import type { PlainObject } from '../../records/manifest'
import { isPlain } from '../compare/plain'
import { withoutNoise } from '../compare/noise'

/** An object to be compared: without what the cluster itself writes, and a Secret's texts as the cluster stores them. */
export function quiet(object: PlainObject): PlainObject {
  const { stringData, ...rest } = withoutNoise(object)
  if (object.kind !== 'Secret' || !isPlain(stringData)) return withoutNoise(object)
  const data = isPlain(rest['data']) ? rest['data'] : {}
  const encoded = Object.entries(stringData).map(([key, text]) => [key, base64(text)] as const)
  return { ...rest, kind: object.kind, metadata: rest.metadata, data: { ...data, ...Object.fromEntries(encoded) } }
}

function base64(text: unknown): unknown {
  return typeof text === 'string' ? Buffer.from(text).toString('base64') : text
}
