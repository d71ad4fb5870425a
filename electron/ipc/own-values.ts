import type { ClusterTarget } from '../kube/target'
import type { OwnValuesReader } from '../releases/own-values'

interface SentInput {
  readonly release_name: string
  readonly namespace: string
  readonly values?: string | undefined
  readonly masks_of?: number | undefined
}

/**
 * The values of a request as they are to be sent: the window has masks in the place of secrets.
 * @throws as `OwnValuesReader.complete`; masks that stand for nobody's values are refused with all other values
 */
export async function withValues<I extends object>(
  { complete }: Pick<OwnValuesReader, 'complete'>,
  target: ClusterTarget,
  input: I & Partial<SentInput>,
): Promise<I> {
  const { release_name: name = '', namespace = '', values, masks_of: revision } = input
  if (values === undefined || revision === undefined) return input
  return { ...input, values: await complete(target, { namespace, name, revision }, values) }
}
