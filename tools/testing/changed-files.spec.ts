import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { run } from '../lib/child.mjs'
import { findChanges } from './changed-files.mjs'
import { withTemporaryFolder } from './fixtures.mjs'

/** Without what git tells a hook, which would lead to the checkout that the hook runs in. */
const plain = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_')))

/** A checkout of main with the files a to d committed. */
async function withCheckout(work: (folder: string, git: (...args: string[]) => Promise<void>) => Promise<void>) {
  await withTemporaryFolder(async (folder) => {
    const git = async (...args: string[]): Promise<void> => {
      const identity = ['-c', 'user.name=test', '-c', 'user.email=test@example.com', '-c', 'commit.gpgsign=false']
      const { code, tail } = await run('git', [...identity, ...args], { cwd: folder, env: plain })
      if (code !== 0) throw new Error(`git ${args.join(' ')}: ${tail}`)
    }
    await git('init', '--quiet', '--initial-branch', 'main')
    for (const name of ['a.ts', 'b.ts', 'c.ts', 'd.ts']) await writeFile(join(folder, name), 'first\n')
    await writeFile(join(folder, '.gitignore'), 'out\n')
    await git('add', '.')
    await git('commit', '--quiet', '--message', 'Begin')
    await work(folder, git)
  })
}

describe('what has changed', () => {
  it('is what the branch committed, what is not committed and what is new; not what is gone or ignored', async () => {
    await withCheckout(async (folder, git) => {
      await git('checkout', '--quiet', '-b', 'work')
      await writeFile(join(folder, 'a.ts'), 'committed\n')
      await git('commit', '--quiet', '--all', '--message', 'Change a')
      await writeFile(join(folder, 'b.ts'), 'not committed\n')
      await writeFile(join(folder, 'ä new.ts'), 'new\n')
      await writeFile(join(folder, 'out'), 'built\n')
      await rm(join(folder, 'c.ts'))
      const { since, changed, files } = await findChanges(folder)
      expect(since).toMatch(/^[0-9a-f]{7} \(main\)$/)
      expect(changed).toEqual(['a.ts', 'b.ts', 'ä new.ts'])
      expect(files.sort()).toEqual(['.gitignore', 'a.ts', 'b.ts', 'd.ts', 'ä new.ts'])
    })
  })

  it('is not what main did meanwhile', async () => {
    await withCheckout(async (folder, git) => {
      await git('checkout', '--quiet', '-b', 'work')
      await git('checkout', '--quiet', 'main')
      await writeFile(join(folder, 'd.ts'), 'by others\n')
      await git('commit', '--quiet', '--all', '--message', 'Change d')
      await git('checkout', '--quiet', 'work')
      expect((await findChanges(folder)).changed).toEqual([])
    })
  })

  it('is what is not committed where there is no main', async () => {
    await withCheckout(async (folder, git) => {
      await git('branch', '--move', 'trunk')
      await writeFile(join(folder, 'a.ts'), 'second\n')
      expect(await findChanges(folder)).toMatchObject({ since: 'the last commit', changed: ['a.ts'] })
    })
  })

  it('is not known outside a checkout, which is said', async () => {
    await withTemporaryFolder(async (folder) => {
      await expect(findChanges(folder)).rejects.toThrow('this folder is no git checkout')
    })
  })
})
