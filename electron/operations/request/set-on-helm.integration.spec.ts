import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { eachLimited } from '@shared/each-limited'
import { parseSet, type SetFlag } from '@shared/values-layers/parse-set'
import { realHelm } from '../../helm/testing/real-helm'

const below = { hosts: [{ name: 'a', port: 1 }, 'b'], map: { x: 1 }, text: 't', none: null }

/** Lines as people type them, and what the reader makes something unexpected of. */
const lines: readonly (readonly [SetFlag, string])[] = [
  ...['a.b=c,a.d=1', 'x\\.y/z=1,q=\\\\', 'list[0].x=1,list[2].y={a,b}', 'm[1][0]=x', 'a={},b={1,null,yes}'].map(set),
  ...['a=null,b=NULL,c=tRUE,d=fal\u017fe,e=0,f=00,g=-5,h=+5,i=1.5,j=1e3,k=0x1,l=-0,m=_'].map(set),
  ...['a=x\\,y,b=\\{c,d=e}f', 'a=,b={ x , y},c= z ', 'a=b=c.d[0]', 'a=99999999999999999999,b=😀', 'a={b}c=1'].map(set),
  ...['hosts[0].name=z,map.y=2', 'hosts[3]=z', 'hosts[1].k=v', 'map=1', 'hosts=null', 'a[0]=', 'l[0].x='].map(set),
  ...['a', 'a,b=1', 'a={b', 'a[x]=1', 'a[-1]=1', 'a[0]b=1', 'text.x=1', 'none.x=1', 'map[0]=1', 'a.=1,b'].map(set),
  ['set-string', 'a=1,b={true,null},c=0x1,d=9007199254740993,hosts[0].port=2'],
  ['set-string', 'a={1'],
]

function set(line: string): readonly [SetFlag, string] {
  return ['set', line]
}

/** As helm lays one file of values over another. */
function laid(
  under: Readonly<Record<string, unknown>>,
  over: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const isMap = (value: unknown): value is Record<string, unknown> =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
  const all: Record<string, unknown> = { ...under }
  for (const [key, value] of Object.entries(over)) {
    const old = all[key]
    all[key] = isMap(old) && isMap(value) ? laid(old, value) : value
  }
  return all
}

describe.each([3, 4] as const)('--set on helm %i', (major) => {
  const helm = realHelm(inject('helms')[major], inject('kubeconfig'))
  const chart = join(helm.dir, 'plain')
  const file = join(helm.dir, 'below.json')
  const readByHelm = async (flag: SetFlag, line: string): Promise<unknown> => {
    const shown = await helm.byHand(
      'install',
      'r',
      chart,
      '--dry-run=client',
      '-o',
      'json',
      '-f',
      file,
      `--${flag}`,
      line,
    )
    return (JSON.parse(shown) as { readonly config: unknown }).config
  }
  beforeAll(() => {
    mkdirSync(join(chart, 'templates'), { recursive: true })
    writeFileSync(join(chart, 'Chart.yaml'), JSON.stringify({ apiVersion: 'v2', name: 'plain', version: '1.0.0' }))
    writeFileSync(file, JSON.stringify(below))
  })
  afterAll(() => helm.dispose())

  it('means what the layer made of it means', async () => {
    const wrong: unknown[] = []
    await eachLimited(lines, 2, async ([flag, line]) => {
      const byHelm = await readByHelm(flag, line).catch(() => 'refused')
      const parsed = parseSet(line, flag, below)
      const here = parsed.kind === 'ok' ? laid(below, parsed.values) : 'refused'
      if (JSON.stringify(sorted(byHelm)) !== JSON.stringify(sorted(here))) wrong.push({ line, byHelm, here })
    })
    expect(wrong).toEqual([])
  }, 120_000)
})

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).map(([key, one]) => [key, sorted(one)] as const)
  return Object.fromEntries(entries.toSorted(([one], [other]) => (one < other ? -1 : 1)))
}
