import { setTimeout as sleep } from 'node:timers/promises'
import { answeredRequests, inWords, openRequests, since, total } from '../api-requests'
import { count } from '../numbers'
import type { Part, Setting } from '../setting'
import { openWindow } from '../window/app'
import { cpuSeconds } from '../window/cpu'

const target = 0.5
/** The app counts as settled when it has used less than this share of a processor for that long; it gets so long for it. */
const settled = { share: 0.02, forMs: 3_000, limitMs: 60_000 }

/** What the app costs while nothing happens. */
export const idle: Part = {
  name: 'idle',
  keys: ['idle_cpu_pct'],
  seed: ({ releases, revisions }) => ({ releases, revisions, kb: 20 }),
  run: async (setting, { kubeconfig }) => {
    const calm = await openRequests(kubeconfig)
    const window = await openWindow(setting, kubeconfig, setting.sizes.releases)
    try {
      await settle(window.pid, setting)
      const open = since(calm, await openRequests(kubeconfig))
      const before = { requests: await answeredRequests(kubeconfig), at: performance.now(), cpu: times(window.pid) }
      await sleep(setting.sizes.idleMs, undefined, { signal: setting.signal })
      const after = { requests: await answeredRequests(kubeconfig), at: performance.now(), cpu: times(window.pid) }
      const requests = since(before.requests, after.requests)
      const share = (before: number, now: number, spanMs: number): number => ((now - before) * 100_000) / spanMs
      const span = after.at - before.at
      const each = [...after.cpu].map(([name, now]) => [name, share(before.cpu.get(name) ?? 0, now, span)] as const)
      const figure = each.reduce((sum, [, value]) => sum + value, 0)
      const parts = each.filter(([, value]) => value > 0).map(([name, value]) => `${name} ${count(value)} %`)
      const details =
        `of one processor, over ${count(span / 1_000)} s: ${parts.join(', ')}\n` +
        `answered meanwhile: ${inWords(requests)}; open all the time: ${inWords(open)}`
      const row = { key: 'idle_cpu_pct', figure, unit: '%', target: `≤ ${target}, watches only` } as const
      return [{ ...row, met: figure <= target && total(onlyPolls(requests)) === 0, details }]
    } finally {
      await window.close()
    }
  },
}

/** A watch that ended in its time and was opened anew is no polling. */
function onlyPolls(requests: ReadonlyMap<string, number>): ReadonlyMap<string, number> {
  return new Map([...requests].filter(([key]) => !key.endsWith(' WATCH')))
}

function times(pid: number): ReadonlyMap<string, number> {
  const found = cpuSeconds(pid)
  if (found === null) throw new Error('the CPU time of processes can be read on Linux only')
  return found
}

async function settle(pid: number, { signal, say }: Setting): Promise<void> {
  const used = (): number => [...times(pid).values()].reduce((sum, value) => sum + value, 0)
  const end = performance.now() + settled.limitMs
  while (performance.now() < end) {
    const before = used()
    await sleep(settled.forMs, undefined, { signal })
    if ((used() - before) * 1_000 < settled.share * settled.forMs) return
  }
  say('the app did not settle: what follows counts its work')
}
