import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { endChild } from './child.mjs'
import { UserError } from './user-error.mjs'

const READY_MS = 15_000

/** @returns {boolean} whether a window could open on this machine's own display */
export function hasDisplay() {
  const { DISPLAY, WAYLAND_DISPLAY } = process.env
  return process.platform !== 'linux' || Boolean(DISPLAY ?? WAYLAND_DISPLAY)
}

/**
 * Starts a display that nobody sees, on a number that is free.
 * @param {AbortSignal} signal
 * @returns {Promise<{ display: string, stop: () => Promise<void> }>} display is such as ":99"; rejects with a UserError
 */
export async function startVirtualDisplay(signal) {
  signal.throwIfAborted()
  if (!onPath('Xvfb')) throw displayError('Xvfb is not installed')
  // Xvfb itself picks a free number and writes it to the descriptor: no race with others who pick one.
  const child = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1440x900x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    detached: true,
  })
  try {
    const number = await displayNumber(child)
    return { display: `:${number}`, stop: () => endChild(child, { graceMs: 2_000 }) }
  } catch (error) {
    await endChild(child, { graceMs: 2_000 })
    throw error
  }
}

/**
 * @param {string} program
 * @returns {boolean}
 */
export function onPath(program) {
  const { PATH } = process.env
  return (PATH ?? '').split(delimiter).some((folder) => folder !== '' && existsSync(join(folder, program)))
}

/**
 * @param {import('node:child_process').ChildProcess} child
 * @returns {Promise<string>}
 */
function displayNumber(child) {
  return new Promise((resolve, reject) => {
    let text = ''
    const timer = setTimeout(() => reject(displayError(`Xvfb did not start within ${READY_MS / 1000} s`)), READY_MS)
    const settle = (/** @type {() => void} */ done) => {
      clearTimeout(timer)
      done()
    }
    child.once('error', (error) => settle(() => reject(displayError(error.message))))
    child.once('exit', (code) => settle(() => reject(displayError(`Xvfb ended at once with code ${code}`))))
    child.stdio[3]?.on('data', (chunk) => {
      text += String(chunk)
      if (text.endsWith('\n')) settle(() => resolve(text.trim()))
    })
  })
}

/** @param {string} why */
function displayError(why) {
  return new UserError(
    'No window can be shown',
    `this machine has no display, and a virtual one could not be started (${why})`,
    'Set DISPLAY, or install Xvfb (on Debian: apt-get install xvfb), and run the command again.',
  )
}
