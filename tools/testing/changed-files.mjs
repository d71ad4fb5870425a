import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { run } from '../lib/child.mjs'
import { UserError } from '../lib/user-error.mjs'

/**
 * @typedef {object} Changes
 * @property {string} since what the files are compared with, in words
 * @property {string[]} changed files that are there, committed or not
 * @property {string[]} files all files of the project
 */

const BRANCHES = ['main', 'origin/main']

/**
 * What is different from the commit at which the branch left main; on main itself, what is not committed.
 * @param {string} root
 * @param {AbortSignal} [signal]
 * @returns {Promise<Changes>}
 * @throws {UserError} where git can't tell
 */
export async function findChanges(root, signal) {
  const git = async (/** @type {string[]} */ ...args) => {
    const all = ['-c', 'core.quotePath=false', ...args]
    const { code, stdout } = await run('git', all, { cwd: root, ...(signal ? { signal } : {}) }).catch(() => noGit)
    return code === 0 ? stdout.split('\n').filter(Boolean) : undefined
  }
  const base = await leftMain(git)
  const [tracked, differing, added] = await Promise.all([
    git('ls-files'),
    git('diff', '--name-only', '--no-renames', '--relative', base.commit),
    git('ls-files', '--others', '--exclude-standard'),
  ])
  if (!tracked || !differing || !added) {
    throw new UserError(
      'What has changed is not known',
      'this folder is no git checkout, or git is not installed',
      'Run "npm test" without --changed.',
    )
  }
  const isThere = (/** @type {string} */ file) => existsSync(join(root, file))
  return {
    since: base.words,
    changed: [...new Set([...differing, ...added])].filter(isThere).sort(),
    files: [...new Set([...tracked, ...added])].filter(isThere),
  }
}

const noGit = { code: 1, stdout: '' }

/** @param {(...args: string[]) => Promise<string[] | undefined>} git */
async function leftMain(git) {
  for (const branch of BRANCHES) {
    const [commit] = (await git('merge-base', 'HEAD', branch)) ?? []
    if (commit) return { commit, words: `${commit.slice(0, 7)} (${branch})` }
  }
  return { commit: 'HEAD', words: 'the last commit' }
}
