import { join } from 'node:path'
import { test as base } from 'playwright/test'
import { give, makeHome, removeHome } from './person'
import { readWorld, type PackageWorld } from './world'

interface Fixtures {
  /** The ordinary user's home folder, with a kubeconfig where kubectl looks for it; this test's own. */
  readonly home: string
}

interface WorkerFixtures {
  readonly world: PackageWorld
}

export const test = base.extend<Fixtures, WorkerFixtures>({
  world: [
    async ({}, use) => {
      await use(readWorld())
    },
    { scope: 'worker' },
  ],
  home: async ({ world }, use, info) => {
    const home = join(world.folder, `home-${info.testId}`)
    makeHome(world.person, home)
    give(world.person, world.kubeconfig, join(home, '.kube', 'config'))
    await use(home)
    removeHome(home)
  },
})

/** Tells a measurement; it is never judged. */
export function report(text: string): void {
  base.info().annotations.push({ type: 'measurement', description: text })
  console.log(text)
}
