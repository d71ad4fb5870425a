import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { run } from '../lib/child.mjs'
import { UserError } from '../lib/user-error.mjs'

/** What Electron's program links to or opens, and what a virtual display takes. */
const LIBRARIES = ['libgtk-3-0', 'libnss3', 'libgbm1', 'libasound2', 'libxss1', 'libnotify4', 'libsecret-1-0']
const DISPLAY = ['xvfb', 'xauth', 'dbus']

/**
 * Debian packages that are missing, on a Debian-like Linux; none elsewhere.
 * @param {AbortSignal} signal
 * @returns {Promise<string[]>}
 */
export async function missingSystemPackages(signal) {
  if (process.platform !== 'linux' || !(await isDebianLike())) return []
  // Newer releases renamed some libraries for their 64-bit time (libgtk-3-0t64): either name will do.
  const names = [...LIBRARIES, ...DISPLAY].flatMap((name) => [name, `${name}t64`])
  const query = await run('dpkg-query', ['-W', '-f', '${Package} ${db:Status-Status}\n', ...names], { signal })
  const installed = new Set(
    query.stdout
      .split('\n')
      .flatMap((line) => (line.endsWith(' installed') ? [line.slice(0, -' installed'.length)] : [])),
  )
  return [...LIBRARIES, ...DISPLAY].filter((name) => !installed.has(name) && !installed.has(`${name}t64`))
}

/**
 * Installs what is missing when that is allowed, else says in one sentence what is missing.
 * @param {string} cache for the log
 * @param {import('../lib/steps.mjs').StepContext} context
 */
export async function installSystemPackages(cache, { signal, progress, say }) {
  const missing = await missingSystemPackages(signal)
  if (missing.length === 0) return
  if (process.getuid?.() !== 0) {
    say(`! The window may not open: install ${missing.join(' ')} (sudo apt-get install ${missing.join(' ')}).`)
    return
  }
  progress({ note: missing.join(' ') })
  const log = join(cache, 'logs', 'apt-get.log')
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const wait = ['-o', 'DPkg::Lock::Timeout=300', '-o', 'Acquire::Retries=2', '-o', 'Acquire::http::Timeout=20']
  await run('apt-get', [...wait, 'update'], { env, signal, log })
  const result = await run('apt-get', [...wait, 'install', '-y', '--no-install-recommends', ...missing], {
    env,
    signal,
    log,
  })
  if (result.code === 0) return
  throw new UserError(
    'The system libraries of the window could not be installed',
    `apt-get ended with code ${result.code}`,
    `Install ${missing.join(' ')} by hand and run the command again; the log is ${log}.`,
    result.tail,
  )
}

async function isDebianLike() {
  const text = await readFile('/etc/os-release', 'utf8').catch(() => '')
  return /^ID(_LIKE)?=.*\b(debian|ubuntu)\b/m.test(text)
}
