import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import type { RevisionId } from '@shared/model/release-ref'
import { nastyTree } from '../../records/testing/nasty-values'
import { valuesToYaml } from '../../records/revision-values'
import type { ClusterTarget } from '../../kube/target'
import { createOwnValues } from '../own-values'
import type { RevisionReader } from '../revision'

/** What is needed to change a release's values, and to see what helm then has. */
export interface RoundTripLab {
  readonly target: ClusterTarget
  readonly revisions: Pick<RevisionReader, 'source'>
  /** Upgrades or installs the release with a text of values. */
  readonly send: (verb: 'install' | 'upgrade', values: string) => Promise<void>
  /** What `helm get values -o json` says of a revision. */
  readonly valuesOf: (revision: number) => Promise<string>
}

export interface RoundTripOptions {
  readonly seed: number
  readonly files: number
  readonly namespace: string
  readonly name: string
}

export interface RoundTrips {
  readonly files: number
  /** How many of them were shown with masks, and as they were written. */
  readonly masked: number
  readonly asWritten: number
  /** What helm had other values of, after an upgrade with what was shown. */
  readonly wrong: readonly string[]
}

/**
 * Sends one file of values after another, and then what an editor begins with, unchanged. Of every second file the text that was sent
 * is not known any more, so that the record has to tell all of it.
 */
export async function measureRoundTrip(lab: RoundTripLab, options: RoundTripOptions): Promise<RoundTrips> {
  const { seed, files, namespace, name } = options
  const wrong: string[] = []
  let [masked, asWritten, revision] = [0, 0, 0]
  for (const [at, text] of fc.sample(valuesFile, { seed, numRuns: files }).entries()) {
    await lab.send(revision === 0 ? 'install' : 'upgrade', text)
    const id: RevisionId = { namespace, name, revision: (revision += 1) }
    const own = createOwnValues(lab.revisions, { read: () => Promise.resolve(at % 2 === 0 ? [text] : []) })
    const shown = await own.read(lab.target, id)
    masked += Number(shown.masked > 0)
    asWritten += Number(shown.isAsWritten)
    await lab.send('upgrade', await own.complete(lab.target, id, shown.text))
    const [before, after] = [await lab.valuesOf(revision), await lab.valuesOf((revision += 1))]
    if (!isDeepStrictEqual(JSON.parse(after), JSON.parse(before))) {
      wrong.push(`file ${at}: ${JSON.stringify({ text, shown: shown.text, before, after }).slice(0, 4_000)}`)
    }
  }
  return { files, masked, asWritten, wrong }
}

const keys = fc.constantFrom(
  ...['replicas', 'image', 'auth', 'password', 'tls.key', 'on', '0777', 'long-name', 'ключ', 'it is', 'env', 'token'],
  ...['#no', 'a/b', 'true', '1.5', 'annotations', '<<x', '-dash', 'null'],
)
const plain = fc.constantFrom<unknown>(
  ...[
    1,
    0,
    -2.5,
    true,
    false,
    null,
    'x',
    'two words',
    'yes',
    '0x1F',
    '1e3',
    '2001-01-01',
    's3cr3t-of-mine',
    'a: b',
    '',
  ],
  ...['several\nlines\n', ' spaces ', '# no comment', '{{ .Values.x }}', 'it\'s "so"', 'é😀', '*x', '&y', '!z'],
)
const { branch } = fc.letrec<{ branch: unknown }>((tie) => ({
  branch: fc.oneof(
    { depthSize: 'small' },
    plain,
    fc.array(tie('branch'), { maxLength: 3 }),
    fc.dictionary(keys, tie('branch'), { maxKeys: 4 }),
  ),
}))
const style = fc.constantFrom('block', 'brackets', 'json')
const comment = fc.constantFrom('', '# Why it is so\n', '\n# -- a doc\n#\n\n')

/** One key at the top, as people write them: in lines, in brackets, with comments, after an anchor. */
const section = fc.tuple(
  comment,
  style,
  fc.oneof({ arbitrary: branch, weight: 4 }, { arbitrary: nastyTree, weight: 1 }),
)

/** A file of values. helm takes it: of what it would refuse, other measurements tell. */
const valuesFile = fc
  .uniqueArray(fc.tuple(keys, section), { selector: ([key]) => key, minLength: 1, maxLength: 6 })
  .map((sections) =>
    sections.map(([key, [above, written, value]]) => above + sectionText(key, written, value)).join(''),
  )

function sectionText(key: string, written: string, value: unknown): string {
  const block = valuesToYaml({ [key]: value })
  if (written === 'block') return block
  const json = JSON.stringify(value)
  // Half of a character, and what helm's reader of YAML refuses, is written by the app's own writer alone.
  if (/[^\n -~]|\\u/u.test(json)) return block
  return written === 'json' ? `${JSON.stringify(key)}: ${json}\n` : `${JSON.stringify(key)}: # c\n  ${json} # d\n`
}
