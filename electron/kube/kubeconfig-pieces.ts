import type { Decoded } from './kubeconfig-decode'
import { createRests } from './rests'

/** A parsed kubeconfig on its way between threads, as JSON: taken in piece by piece it holds nobody up. */
export type PackedKubeconfig =
  | { readonly kind: 'ok'; readonly rest: string; readonly lists: Readonly<Record<ListName, readonly string[]>> }
  | Extract<Decoded, { kind: 'bad' }>

const listNames = ['clusters', 'users', 'contexts'] as const
type ListName = (typeof listNames)[number]

/** Of one piece, in characters: it takes a millisecond or two to read. */
const pieceLength = 128 * 1024

/** Packs what was parsed. */
export function packKubeconfig(decoded: Decoded): PackedKubeconfig {
  if (decoded.kind === 'bad') return decoded
  const { clusters, users, contexts, ...rest } = decoded.config
  return {
    kind: 'ok',
    rest: JSON.stringify(rest),
    lists: { clusters: piecesOf(clusters), users: piecesOf(users), contexts: piecesOf(contexts) },
  }
}

function piecesOf(list: readonly unknown[] | null | undefined): string[] {
  const pieces: string[] = []
  let piece: string[] = []
  let length = 0
  const close = (): void => {
    if (piece.length > 0) pieces.push(`[${piece.join(',')}]`)
    piece = []
    length = 0
  }
  for (const entry of list ?? []) {
    const json = JSON.stringify(entry)
    if (length + json.length > pieceLength) close()
    piece.push(json)
    length += json.length
  }
  close()
  return pieces
}

/** The opposite, with rests in between. */
export async function unpackKubeconfig(packed: PackedKubeconfig): Promise<Decoded> {
  if (packed.kind === 'bad') return packed
  const rests = createRests()
  const config: Record<string, unknown> = JSON.parse(packed.rest) as Record<string, unknown>
  for (const name of listNames) {
    const list: unknown[] = []
    for (const piece of packed.lists[name]) {
      for (const entry of JSON.parse(piece) as unknown[]) list.push(entry)
      if (rests.isDue()) await rests.take()
    }
    config[name] = list
  }
  return { kind: 'ok', config }
}
