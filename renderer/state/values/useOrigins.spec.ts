import { describe, expect, it, onTestFinished } from 'vitest'
import { effectScope, ref } from 'vue'
import { failing } from '@/testing/fake-bridge'
import { eventually } from '@/testing/eventually'
import { plainBridge } from '@/testing/plain-bridge'
import { useOrigins } from './useOrigins'

const release = { context: 'prod', namespace: 'shop', name: 'web' }

function open() {
  const bridge = plainBridge({
    'release:get_origins': () =>
      Promise.resolve({
        origins: [
          { path: ['image', 'tag'], origin: 'mine' },
          { path: ['hosts'], origin: 'chart' },
          { path: ['db', 'size'], origin: 'parent' },
          { path: ['db', 'zone'], origin: 'global' },
        ],
        gaps: ['Of the chart db nothing is kept.'],
      }),
  })
  const of = ref<{ release: typeof release; revision: number } | null>({ release, revision: 2 })
  const scope = effectScope()
  onTestFinished(() => scope.stop())
  const blame = (path: readonly (string | number)[]) => ({ strong: 'r1', weak: '', title: `Set: ${path.join('.')}` })
  const origins = scope.run(() =>
    useOrigins(
      () => of.value,
      () => blame,
    ),
  )
  if (origins === undefined) throw new Error('the scope did not run')
  return { bridge, of, origins }
}

describe('where computed values come from', () => {
  it('is told of values and lists, of own ones with the revision', async () => {
    const { origins } = open()
    await eventually(() => expect(origins.noteOf.value).not.toBeNull())
    const told = (...path: (string | number)[]) => origins.noteOf.value?.(path) ?? null
    expect(told('image', 'tag')).toEqual({ strong: 'yours', weak: 'r1', title: 'Set: image.tag' })
    expect(told('hosts', 1)).toMatchObject({ strong: 'chart', title: 'The default of the chart.' })
    expect([told('db', 'size')?.strong, told('db', 'zone')?.strong]).toEqual(['parent', 'global'])
    expect([told('image'), told('db', 'other')]).toEqual([null, null])
    expect(origins.gap.value).toBe('Of the chart db nothing is kept.')
  })

  it('says why it can’t be told, and is nothing while nobody asks', async () => {
    const { bridge, of, origins } = open()
    bridge.answers['release:get_origins'] = failing('record-damaged', 'It can’t be read.')
    of.value = { release, revision: 1 }
    await eventually(() => expect(origins.gap.value).toBe('It can’t be read.'))
    expect(origins.noteOf.value).toBeNull()
    of.value = null
    await eventually(() => expect(origins.gap.value).toBe(''))
  })
})
