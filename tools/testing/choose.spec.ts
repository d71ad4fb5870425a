import { describe, expect, it } from 'vitest'
import { chooseSuites } from './choose.mjs'

const imports = new Map(
  Object.entries({
    'electron/helm/run.ts': ['shared/text.ts'],
    'electron/helm/run.spec.ts': ['electron/helm/run.ts'],
    'electron/helm/run.integration.spec.ts': ['electron/helm/run.ts'],
    'electron/ipc/far.integration.spec.ts': ['electron/ipc/door.ts'],
    'electron/ipc/door.ts': ['electron/helm/run.ts'],
    'renderer/RowMenu.vue': ['shared/text.ts'],
    'renderer/RowMenu.spec.ts': ['renderer/RowMenu.vue'],
    'shared/text.ts': [],
    'e2e/pages/editor.ts': [],
    'e2e/specs/values.spec.ts': ['e2e/pages/editor.ts'],
    'e2e/specs/window/small-windows.spec.ts': [],
  }).map(([file, targets]) => [file, new Set(targets)] as const),
)

const choose = (changed: string[], times: Record<string, number> = {}) =>
  chooseSuites({ changed, imports, msOf: (file) => times[file] })
const filesOf = (choices: ReturnType<typeof choose>) =>
  Object.fromEntries(choices.map(({ suite, files }) => [suite, files]))

describe('what a change makes worth running', () => {
  it('is nothing when nothing changed', () => {
    expect(choose([])).toEqual([])
  })

  it('is the checks on the changed files, and the specs that reach them', () => {
    expect(filesOf(choose(['electron/helm/run.ts', 'README.md']))).toEqual({
      types: [],
      imports: [],
      lint: ['electron/helm/run.ts'],
      format: ['electron/helm/run.ts', 'README.md'],
      unit: ['electron/helm/run.spec.ts'],
      integration: ['electron/helm/run.integration.spec.ts', 'electron/ipc/far.integration.spec.ts'],
    })
  })

  it('is the formatting alone for a text', () => {
    expect(choose(['README.md'])).toEqual([{ suite: 'format', files: ['README.md'], text: '1 file' }])
  })

  it('is the end-to-end specs that use a changed page, or are called after what has changed', () => {
    expect(filesOf(choose(['e2e/pages/editor.ts']))['e2e']).toEqual(['e2e/specs/values.spec.ts'])
    expect(filesOf(choose(['electron/desktop/window-place.ts']))['e2e']).toEqual([
      'e2e/specs/window/small-windows.spec.ts',
    ])
    expect(filesOf(choose(['shared/values/check.ts']))['e2e']).toEqual(['e2e/specs/values.spec.ts'])
  })

  it('keeps to the time of a suite, the nearest first, and says what is left out', () => {
    const slow = { 'electron/helm/run.integration.spec.ts': 70_000, 'electron/ipc/far.integration.spec.ts': 30_000 }
    const integration = choose(['electron/helm/run.ts'], slow).find(({ suite }) => suite === 'integration')
    expect(integration).toEqual({
      suite: 'integration',
      files: ['electron/helm/run.integration.spec.ts'],
      text: '1 of 2 files that the change reaches, the nearest first (all: npm test -- integration)',
    })
  })

  it('has the nearest spec in any case', () => {
    const slow = { 'electron/ipc/far.integration.spec.ts': 400_000 }
    expect(filesOf(choose(['electron/ipc/far.integration.spec.ts'], slow))['integration']).toEqual([
      'electron/ipc/far.integration.spec.ts',
    ])
  })

  it('has the packages where what makes them changed', () => {
    expect(filesOf(choose(['tools/packaging/fpm.mjs']))).toHaveProperty('package')
    expect(filesOf(choose(['electron/helm/run.ts']))).not.toHaveProperty('package')
  })
})
