import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { withTemporaryFolder } from './fixtures.mjs'
import { reachedFrom, readImports } from './import-graph.mjs'

const project = {
  'electron/run.ts': `import { text } from '@shared/text'\nnew Worker(new URL('./worker.mjs', import.meta.url))`,
  'electron/run.spec.ts': `import { run } from './run'\nreadFileSync('testing/words.txt')`,
  'electron/worker.mjs': `export {}`,
  'electron/testing/words.txt': 'words',
  'electron/far.integration.spec.ts': `import { run } from './run'`,
  'shared/text.ts': `export const list = 'list'`,
  'shared/list.ts': `export {}`,
  'renderer/TheRow.vue': `<script setup lang="ts">import { text } from '@shared/text'</script>`,
  'renderer/places/row.spec.ts': `import TheRow from '@/TheRow.vue'`,
  'e2e/cluster/charts/redis/Chart.yaml': 'name: redis',
  'e2e/cluster/charts.mjs': `const folder = join(here, 'charts')`,
  'e2e/cluster/vitest-global-setup.mjs': `import './charts.mjs'`,
  'e2e/specs/list.spec.ts': `test('shows rows')`,
  'vitest.config.ts': `include: ['renderer/TheRow.vue']`,
  'package-lock.json': '{}',
}

async function reached(...changed: string[]): Promise<Record<string, number>> {
  let distances: Record<string, number> = {}
  await withTemporaryFolder(async (folder) => {
    for (const [file, text] of Object.entries(project)) {
      await mkdir(dirname(join(folder, file)), { recursive: true })
      await writeFile(join(folder, file), text)
    }
    distances = Object.fromEntries(reachedFrom(await readImports(folder, Object.keys(project)), changed))
  })
  return distances
}

describe('what a change reaches', () => {
  it('is what imports it, by a relative path and by an alias, and how far away', async () => {
    expect(await reached('shared/text.ts')).toEqual({
      'shared/text.ts': 0,
      'electron/run.ts': 1,
      'renderer/TheRow.vue': 1,
      'electron/run.spec.ts': 2,
      'electron/far.integration.spec.ts': 2,
      'renderer/places/row.spec.ts': 2,
    })
  })

  it('is what names it: a worker, a text beside a spec', async () => {
    expect(await reached('electron/worker.mjs')).toMatchObject({ 'electron/run.ts': 1, 'electron/run.spec.ts': 2 })
    expect(await reached('electron/testing/words.txt')).toEqual({
      'electron/testing/words.txt': 0,
      'electron/run.spec.ts': 1,
    })
  })

  it('is what names the folder of a sample', async () => {
    expect(await reached('e2e/cluster/charts/redis/Chart.yaml')).toMatchObject({
      'e2e/cluster/charts.mjs': 1,
      'electron/far.integration.spec.ts': 3,
    })
  })

  it('is not what merely has a word like its name', async () => {
    expect(Object.keys(await reached('shared/list.ts'))).toEqual(['shared/list.ts'])
  })

  it('is every spec where the configuration or the packages changed, and nothing that a configuration lists', async () => {
    expect(Object.keys(await reached('package-lock.json')).sort()).toEqual([
      'electron/far.integration.spec.ts',
      'electron/run.spec.ts',
      'package-lock.json',
      'renderer/places/row.spec.ts',
      'vitest.config.ts',
    ])
    expect(Object.keys(await reached('renderer/TheRow.vue'))).not.toContain('vitest.config.ts')
  })
})
