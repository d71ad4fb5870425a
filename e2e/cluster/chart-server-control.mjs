import { spawn } from 'node:child_process'
import { readFileSync, rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseJson } from './json.mjs'
import { poll } from './processes.mjs'

/** @typedef {{ url: string, token: string, folder: string }} State */

/**
 * Makes sure that the demo's chart repository is served, by a process that stays.
 * @param {{ folder: string, stateFile: string }} options folder of packaged charts
 * @returns {Promise<string>} the repository's address, the same as last time where that port is still free
 */
export async function ensureChartServer({ folder, stateFile }) {
  const before = readState(stateFile)
  if (before?.folder === folder && (await answers(before))) return before.url
  await stopChartServer(stateFile)
  const port = before ? new URL(before.url).port : '0'
  const file = fileURLToPath(new URL('chart-server.mjs', import.meta.url))
  spawn(process.execPath, [file, folder, stateFile, port], { detached: true, stdio: 'ignore' }).unref()
  const started = async () => {
    const state = readState(stateFile)
    return state && (await answers(state)) ? state.url : undefined
  }
  const url = await poll(started, { timeoutMs: 15_000, everyMs: 50 })
  if (url) return url
  throw new Error('the local chart repository did not start within 15 s')
}

/** @param {string} stateFile @returns {Promise<void>} also when nothing runs */
export async function stopChartServer(stateFile) {
  const state = readState(stateFile)
  if (!state) return
  if (await answers(state)) {
    await request(`${state.url}/-/stop`, { method: 'POST', headers: { 'x-token': state.token } })
    await poll(async () => !(await answers(state)), { timeoutMs: 5_000, everyMs: 20 })
  }
  rmSync(stateFile, { force: true })
}

/** @param {string} stateFile */
export async function isChartServerRunning(stateFile) {
  const state = readState(stateFile)
  return state !== null && (await answers(state))
}

/** @param {string} stateFile @returns {State | null} */
function readState(stateFile) {
  try {
    return parseJson(readFileSync(stateFile, 'utf8'))
  } catch {
    return null
  }
}

/** Whether this very server listens there. @param {State} state */
async function answers({ url, token }) {
  const body = await request(`${url}/-/id`)
  return body?.includes(token) ?? false
}

/** @param {string} url @param {RequestInit} [init] @returns {Promise<string | null>} null without a good answer */
async function request(url, init) {
  try {
    const response = await fetch(url, { ...init, signal: AbortSignal.timeout(2_000) })
    return response.ok ? await response.text() : null
  } catch {
    return null
  }
}
