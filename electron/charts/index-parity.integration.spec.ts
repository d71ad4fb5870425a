import { dump } from 'js-yaml'
import { describe, expect, inject, it, onTestFinished } from 'vitest'
import { realHelm, type RealHelm } from '../helm/testing/real-helm'
import { listenPlain } from '../kube/testing/api-server'
import { IndexProblem } from './index-model'
import { parseIndex } from './index-parse'
import { scanIndex } from './index-scan'
import { loadTyped } from './index-yaml'
import { indexOf, oddEntries, oneMistake, plainIndex } from './testing/odd-entries'

/* What of an index the app offers, held against what helm itself finds in it. */

const helms = inject('helms')

interface Offered {
  readonly name: string
  readonly version: string
  readonly app_version: string
}

/** A home of helm with the index as the repository `r`; null when helm refuses it. */
async function addTo(helm: RealHelm, index: string): Promise<readonly Offered[] | null> {
  const { port, close } = await listenPlain((_, response) => response.end(index))
  onTestFinished(close)
  try {
    await helm.byHand('repo', 'add', 'r', `http://127.0.0.1:${port}`, '--force-update')
  } catch {
    return null
  }
  const found = JSON.parse(await helm.byHand('search', 'repo', '-l', '--devel', '-o', 'json')) as Offered[]
  return found.map(({ name, version, app_version }) => ({ name, version, app_version })).sort(byText)
}

function offeredBy(index: string): readonly Offered[] {
  return parseIndex(Buffer.from(index))
    .charts.flatMap(({ name, versions }) =>
      versions.map(({ version, appVersion }) => ({ name: `r/${name}`, version, app_version: appVersion })),
    )
    .sort(byText)
}

const byText = (a: Offered, b: Offered): number => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)

describe.each([3, 4] as const)('what helm %i finds in an index', (major) => {
  const setUp = (): RealHelm => {
    const helm = realHelm(helms[major], '/nonexistent')
    onTestFinished(() => helm.dispose())
    return helm
  }
  const helmLayout = indexOf(oddEntries)
  const parsed = loadTyped(helmLayout)
  /** Where YAML has a number or `true` in place of a text, helm takes only a text from JSON. */
  const asText = (_key: string, value: unknown): unknown =>
    typeof value === 'number' || value === true ? String(value) : value

  it('is what is offered, of an index in its own layout', async () => {
    expect(scanIndex(Buffer.from(helmLayout))).not.toBeNull()
    const found = await addTo(setUp(), helmLayout)
    expect(found?.length).toBeGreaterThan(30)
    expect(offeredBy(helmLayout)).toEqual(found)
  })

  it.each([
    ['indented otherwise', helmLayout.replaceAll(/^( {2}(?=-)| {4,})/gm, '  $1')],
    ['in flow style', dump(parsed, { flowLevel: 2 })],
    ['in JSON', JSON.stringify(parsed, asText)],
  ])('is what is offered, of an index %s', async (_how, index) => {
    const found = await addTo(setUp(), index)
    expect(found?.length).toBeGreaterThan(20)
    expect(offeredBy(index)).toEqual(found)
  })

  it.each(Object.entries(oneMistake))('is nothing, because of %s', async (_what, [fields, words]) => {
    const index = plainIndex(fields)
    expect(await addTo(setUp(), index)).toBeNull()
    for (const isThorough of [false, true]) {
      expect(() => parseIndex(Buffer.from(index), isThorough)).toThrow(IndexProblem)
      expect(() => parseIndex(Buffer.from(index), isThorough)).toThrow(words)
    }
  })
})
