import type { ValuesPath } from '@shared/model/blame'
import type { OwnValues } from '@shared/model/release'
import type { RevisionId } from '@shared/model/release-ref'
import { fail } from '@shared/errors'
import { containsMask } from '@shared/mask'
import { pathWords } from '@shared/path-words'
import type { SentValues } from '../drafts/sent-values'
import type { ClusterTarget } from '../kube/target'
import type { MaskLeft, PutBack } from '../masking/put-back'
import { damaged, type RevisionReader } from './revision'
import { sentKey } from './texts/sent-key'
import type { TextSource } from './texts/text-jobs'
import { workOnText } from './texts/texts'

/** A revision's own values in an editor, which has their masks, and in what is sent, which has the values. */
export interface OwnValuesReader {
  /** What an editor begins with: the text that was sent from here where it still means the same. @throws as `RevisionReader.text` */
  readonly read: (target: ClusterTarget, id: RevisionId) => Promise<OwnValues>
  /**
   * A text that was made from it with the values in the place of their masks; a mask that has none stays.
   * @param only the one that is revealed; all by default
   */
  readonly reveal: (target: ClusterTarget, id: RevisionId, text: string, only?: ValuesPath) => Promise<string>
  /** The opposite: what is still the revision's own is masked again. */
  readonly hide: (target: ClusterTarget, id: RevisionId, text: string) => Promise<string>
  /** The text to be sent. @throws AppFailure `values-invalid` where a mask has no value: it is never sent */
  readonly complete: (target: ClusterTarget, id: RevisionId, text: string) => Promise<string>
}

/** @param sent the texts that were sent from here */
export function createOwnValues(
  revisions: Pick<RevisionReader, 'source'>,
  sent: Pick<SentValues, 'read'>,
): OwnValuesReader {
  const find = (target: ClusterTarget, id: RevisionId): Promise<[TextSource, readonly string[]]> =>
    Promise.all([revisions.source(target, id), sent.read(sentKey(target, id), id.revision)])
  const putBack = async (target: ClusterTarget, id: RevisionId, text: string, only?: ValuesPath): Promise<PutBack> => {
    const [source, texts] = await find(target, id)
    return (await workOnText('put-back', source, texts, text, only)) ?? damaged(id, '')
  }
  return {
    read: async (target, id) => (await workOnText('own', ...(await find(target, id)))) ?? damaged(id, ''),
    reveal: async (target, id, text, only) => (await putBack(target, id, text, only)).text,
    hide: async (target, id, text) => {
      const [source, texts] = await find(target, id)
      return (await workOnText('mask-again', source, texts, text)) ?? damaged(id, '')
    },
    complete: async (target, id, text) => {
      if (!containsMask(text)) return text
      const { text: complete, left } = await putBack(target, id, text)
      return left[0] === undefined ? complete : refuse(left[0], id.revision)
    },
  }
}

function refuse({ path, line }: MaskLeft, revision: number): never {
  const where = path.length === 0 ? `Line ${line}` : `${pathWords(path)} (line ${line})`
  fail('values-invalid', "The values can't be sent with a mask in them.", {
    cause: `${where} is masked, and it can't be told which value of revision ${revision} stands there. Reveal the values, or type one.`,
  })
}
