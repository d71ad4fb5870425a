import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { endPrograms, endWithApp, signalGroup } from './end-with-app'

const children: ChildProcess[] = []
afterEach(() => {
  for (const child of children.splice(0)) signalGroup(child, 'SIGKILL')
})

/** Starts a shell with a program of its own, and waits until both run; gives the number of the inner one. */
async function start(script: string): Promise<{ child: ChildProcess; inner: number }> {
  const child = spawn('/bin/sh', ['-c', `${script}; sleep 600 & echo $!; wait; wait`], {
    detached: true,
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  children.push(child)
  endWithApp(child, 'exit')
  const [first] = (await once(child.stdout, 'data')) as [Buffer]
  return { child, inner: Number(first.toString()) }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

describe.runIf(process.platform !== 'win32')('what ends with the app', () => {
  it('is killed with all it started when it does not care about being asked', async () => {
    const { child, inner } = await start(`trap '' TERM`)
    expect(isAlive(inner)).toBe(true)
    const gone = once(child, 'exit')
    await endPrograms(50)
    expect(await gone).toEqual([null, 'SIGKILL'])
    await vi.waitFor(() => expect(isAlive(inner)).toBe(false))
    expect(endPrograms(50)).toBeNull()
  })

  it('has time to end well, and no more of it is waited for than it takes', async () => {
    const { child } = await start(`trap 'exit 3' TERM`)
    const gone = once(child, 'exit')
    // The limit is longer than the test may last.
    await endPrograms(3_600_000)
    expect(await gone).toEqual([3, null])
  })

  it('is nothing that has ended before', async () => {
    const child = spawn('/bin/sh', ['-c', 'exit 0'], { detached: true, stdio: 'ignore' })
    endWithApp(child, 'close')
    await once(child, 'close')
    expect(endPrograms(50)).toBeNull()
  })

  it('is not what could not be started', async () => {
    const child = spawn('/nowhere/at-all', { detached: true, stdio: 'ignore' })
    endWithApp(child, 'close')
    await once(child, 'error')
    expect(endPrograms(50)).toBeNull()
  })
})
