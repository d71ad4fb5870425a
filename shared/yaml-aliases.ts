import type * as Yaml from 'yaml'
import type { Alias, Document, Node } from 'yaml'

/**
 * What each alias of a document means; one without an anchor before it is left out. In one walk: the library goes through the
 * whole document for each alias, every time.
 * @param yaml the library, which not everybody may load before the first paint
 */
export function aliasTargets(
  { visit, isAlias }: Pick<typeof Yaml, 'visit' | 'isAlias'>,
  document: Document.Parsed,
): ReadonlyMap<Alias, Node> {
  const anchored = new Map<string, Node>()
  const targets = new Map<Alias, Node>()
  visit(document, {
    Node: (_key, node) => {
      if (isAlias(node)) {
        const target = anchored.get(node.source)
        if (target !== undefined) targets.set(node, target)
      } else if (node.anchor !== undefined) anchored.set(node.anchor, node)
    },
  })
  return targets
}
