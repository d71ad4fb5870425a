import { readdir, rm, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { run } from '../lib/child.mjs'
import { digestOfFile } from '../lib/files.mjs'
import { UserError } from '../lib/user-error.mjs'

/** Two quick tries: with no network npm's own defaults take minutes to say so. */
const PATIENCE = ['--fetch-retries=1', '--fetch-retry-mintimeout=1000', '--fetch-retry-maxtimeout=5000']

const NO_NETWORK = /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|ERR_SOCKET_TIMEOUT|network/

/**
 * Runs the npm that runs us, else the one on the PATH.
 * @param {string[]} args
 * @param {import('../lib/child.mjs').RunOptions & { what: string }} options what is being done, for the error's sentence
 * @returns {Promise<string>} stdout; rejects with a UserError
 */
export async function runNpm(args, { what, ...options }) {
  const [command, ...first] = npmCommand()
  /** @type {string[]} */
  const words = []
  const onLine = (/** @type {string} */ line) => {
    // The reason comes first; a page of usage may follow it.
    if (line.startsWith('npm error') && words.length < 15) words.push(line)
  }
  const result = await run(command, [...first, ...args, ...PATIENCE], { ...options, onLine })
  if (result.code === 0) return result.stdout
  const offline = NO_NETWORK.test(words.join('\n'))
  throw new UserError(
    what,
    offline ? 'the npm registry could not be reached' : `npm ended with code ${result.code}`,
    offline
      ? 'Check the network, or the registry and proxy settings of npm, and run the command again.'
      : `Read npm's words below${options.log ? ` or in ${options.log}` : ''}, and run the command again.`,
    words.join('\n'),
  )
}

/**
 * @param {string} script of package.json
 * @param {string[]} args for the script
 * @returns {[string, ...string[]]} the command line that runs it
 */
export function npmScript(script, args) {
  return [...npmCommand(), 'run', '--silent', script, ...(args.length > 0 ? ['--', ...args] : [])]
}

/** @returns {[string, ...string[]]} npm as npm itself was started, without a shell in between where that is known */
function npmCommand() {
  const { npm_execpath: script } = process.env
  if (script?.endsWith('.js')) return [process.execPath, script]
  return [process.platform === 'win32' ? 'npm.cmd' : 'npm']
}

/**
 * Fetches one package file from the registry that npm is set to, and checks it against a pinned digest. npm gets a cache of its own in the
 * folder: its growth is the progress, and hundreds of megabytes do not stay behind twice.
 * @param {object} options
 * @param {string} options.spec such as "name@1.2.3"
 * @param {string} options.integrity "sha512-…", as the registry publishes it
 * @param {number} options.bytes the file's size, for the progress
 * @param {string} options.folder an empty folder
 * @param {AbortSignal | undefined} [options.signal]
 * @param {((fraction: number) => void) | undefined} [options.onProgress]
 * @returns {Promise<string>} the .tgz file
 */
export async function packFromRegistry({ spec, integrity, bytes, folder, signal, onProgress }) {
  const cache = join(folder, 'npm-cache')
  const timer = setInterval(() => {
    void folderSize(cache).then((size) => onProgress?.(Math.min(1, size / bytes)))
  }, 500)
  try {
    await runNpm(
      [
        'pack',
        spec,
        '--pack-destination',
        folder,
        '--cache',
        cache,
        '--loglevel=error',
        '--no-progress',
        '--ignore-scripts',
      ],
      {
        what: `The package ${spec} could not be fetched`,
        cwd: folder,
        signal,
      },
    )
  } finally {
    clearInterval(timer)
    await rm(cache, { recursive: true, force: true })
  }
  const name = (await readdir(folder)).find((entry) => entry.endsWith('.tgz'))
  if (!name) throw new Error(`npm pack ${spec} wrote no file`)
  const file = join(folder, name)
  const found = `sha512-${await digestOfFile(file, 'sha512', 'base64')}`
  if (found === integrity) return file
  throw new UserError(
    `The package ${spec} was refused`,
    `the registry's ${basename(file)} is not the file this version of Wheelhouse was tested with (${found})`,
    'Check which registry npm is set to; a mirror may have altered the package.',
  )
}

/**
 * @param {string} folder
 * @returns {Promise<number>} bytes; files that vanish meanwhile do not count
 */
async function folderSize(folder) {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true }).catch(() => [])
  const sizes = await Promise.all(
    entries
      .filter((entry) => entry.isFile())
      .map((entry) =>
        stat(join(entry.parentPath, entry.name)).then(
          (stats) => stats.size,
          () => 0,
        ),
      ),
  )
  return sizes.reduce((sum, size) => sum + size, 0)
}
