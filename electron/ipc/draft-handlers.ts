import type { Drafts } from '../drafts/drafts'
import type { Handlers } from './door'

type Channel = Extract<keyof Handlers, `drafts:${string}`>

/** Handlers of `drafts:*`. */
export function draftHandlers({ drafts }: { readonly drafts: Drafts }): Pick<Handlers, Channel> {
  return {
    'drafts:list': () => drafts.list(),
    'drafts:read': ({ key }) => drafts.read(key),
    'drafts:keep': (input) => drafts.keep(input),
    'drafts:discard': ({ key }) => drafts.discard(key),
  }
}
