import { describe, expect, it } from 'vitest'
import { requests } from '@shared/contract/requests'
import { failsWith } from '../../kube/testing/client-lab'
import { capabilitiesOf } from '../../helm/capabilities'
import { helmArguments } from '../../helm/command-line'
import { previewOf, requestOf, wordsOf, type Change } from './change'

const target = { context: 'prod', kubeconfigFiles: ['/k'], helmEnv: {} }
const place = { name: 'web', namespace: 'shop' }

const four = capabilitiesOf('4.3.1')
const three = capabilitiesOf('3.18.5')

function argumentsOf(change: Change, helm = four): string {
  return helmArguments(wordsOf(previewOf(change), '/kept/chart', helm), target).join(' ')
}

const scope = '--namespace=shop --kube-context=prod --'

describe('what an operation tells of its request', () => {
  it('is the chart, where a rollback goes, how long helm waits, and where values are; never values', () => {
    const chart = { chart: 'shop/web', version: '1.2.3', values: 'password: hunter2' }
    expect(requestOf({ verb: 'install', ...place, ...chart, rollback_on_failure: true })).toEqual({
      chart: 'shop/web',
      version: '1.2.3',
      timeoutSeconds: 300,
      rollsBack: true,
      values: 'in-revision',
    })
    expect(requestOf({ verb: 'install', ...place, chart: '/charts/web', wait: false })).toEqual({
      chart: '/charts/web',
      timeoutSeconds: 300,
      values: 'none',
    })
    expect(requestOf({ verb: 'rollback', ...place, revision: 7, timeout_seconds: 90 })).toEqual({
      revision: 7,
      timeoutSeconds: 90,
    })
    // helm waits for hooks in any case.
    expect(requestOf({ verb: 'uninstall', ...place, wait: false, timeout_seconds: 60 })).toEqual({ timeoutSeconds: 60 })
  })
})

describe('the command of a change', () => {
  it.each([
    [{ verb: 'install', ...place, chart: 'shop/web' }, `install --wait --timeout=300s ${scope} web shop/web`],
    [
      {
        verb: 'install',
        ...place,
        chart: 'oci://r.test/web',
        version: '^1.2',
        create_namespace: true,
        values: 'password: hunter2',
        timeout_seconds: 60,
      },
      `install --version=^1.2 --create-namespace --values=- --wait --timeout=60s ${scope} web oci://r.test/web`,
    ],
    [{ verb: 'install', ...place, chart: '/c', values: ' \n', wait: false }, `install --timeout=300s ${scope} web /c`],
    [
      { verb: 'upgrade', ...place, chart: 'shop/web', version: '2.0.0', values: '' },
      `upgrade --version=2.0.0 --reset-values --values=- --wait --timeout=300s ${scope} web shop/web`,
    ],
    [
      { verb: 'upgrade', ...place, chart: 'web 1.0.0', keep_chart: true },
      `upgrade --reset-values --values=- --wait --timeout=300s ${scope} web /kept/chart`,
    ],
    [{ verb: 'rollback', ...place, revision: 3 }, `rollback --wait --timeout=300s ${scope} web 3`],
    [{ verb: 'uninstall', ...place }, `uninstall --wait --timeout=300s ${scope} web`],
    [
      { verb: 'uninstall', ...place, keep_history: true },
      `uninstall --keep-history --wait --timeout=300s ${scope} web`,
    ],
    [
      { verb: 'uninstall', ...place, wait: false, no_hooks: true, cascade: 'foreground' },
      `uninstall --cascade=foreground --no-hooks --timeout=300s ${scope} web`,
    ],
    [
      { verb: 'rollback', ...place, revision: 2, no_hooks: true, history_max: 0, cleanup_on_fail: true },
      `rollback --history-max=0 --cleanup-on-fail --wait --no-hooks --timeout=300s ${scope} web 2`,
    ],
    [
      { verb: 'rollback', ...place, revision: 2, wait: false, wait_for_jobs: true },
      `rollback --timeout=300s ${scope} web 2`,
    ],
    [{ verb: 'test', ...place }, `test --timeout=300s ${scope} web`],
    [
      { verb: 'test', ...place, filter: ['one', 'two'] as string[], timeout_seconds: 9 },
      `test --filter=name=one --filter=name=two --timeout=9s ${scope} web`,
    ],
  ] as const)('%# is exact', (change: Change, words) => {
    expect(argumentsOf(change)).toBe(words)
    expect(argumentsOf(change, three)).toBe(words)
    expect(words).not.toContain('hunter2')
  })

  const up = { verb: 'upgrade', ...place, chart: 'shop/web', values: '' } as const
  const given = `upgrade --reset-values --values=-`
  const rest = `--wait --timeout=300s ${scope} web shop/web`
  it.each([
    [{ take_ownership: true }, `${given} --take-ownership ${rest}`, `${given} --take-ownership ${rest}`],
    [{ rollback_on_failure: true }, `${given} --atomic ${rest}`, `${given} --rollback-on-failure ${rest}`],
    [{ force_replace: true }, `${given} --force ${rest}`, `${given} --server-side=false --force-replace ${rest}`],
    [{ server_side: 'auto' }, `${given} ${rest}`, `${given} ${rest}`],
    [{ server_side: 'false' }, `${given} ${rest}`, `${given} --server-side=false ${rest}`],
    [{ server_side: 'true' }, null, `${given} --server-side=true ${rest}`],
    [{ force_conflicts: true }, null, `${given} --server-side=true --force-conflicts ${rest}`],
    [{ wait_strategy: 'watcher' }, null, `${given} ${rest}`],
    [{ wait_strategy: 'legacy' }, `${given} ${rest}`, `${given} ${rest.replace('--wait', '--wait=legacy')}`],
  ] as const)('%j is what each major knows', (options, onThree, onFour) => {
    expect(argumentsOf({ ...up, ...options })).toBe(onFour)
    if (onThree === null) {
      expect(() => argumentsOf({ ...up, ...options }, three)).toThrow(failsWith('option-unsupported'))
    } else expect(argumentsOf({ ...up, ...options }, three)).toBe(onThree)
  })

  const why = { description: '--debug, "why" =x' }
  it.each([
    [{ verb: 'install', ...place, chart: '/c' }, `install --description=${why.description} --wait`],
    [up, `${given} --description=${why.description} --wait`],
    [{ verb: 'uninstall', ...place, keep_history: true }, `uninstall --keep-history --description=${why.description}`],
  ] as const)('%# says why, with every helm', (change: Change, words) => {
    for (const helm of [three, four]) expect(argumentsOf({ ...change, ...why }, helm)).toContain(words)
  })

  it('says why of a rollback where helm can', () => {
    const back = { verb: 'rollback', ...place, revision: 2, ...why } as const
    expect(argumentsOf(back)).toContain(`rollback --description=${why.description} --wait`)
    for (const old of ['3.22.0', '4.2.2'])
      expect(() => argumentsOf(back, capabilitiesOf(old))).toThrow(failsWith('option-unsupported'))
  })

  it('sets labels in one word', () => {
    const words = argumentsOf({ ...up, labels: 'team=shop, example.com/tier=web,empty=' }, three)
    expect(words).toBe(`${given} --labels=team=shop,example.com/tier=web,empty= ${rest}`)
  })

  it('waits for Jobs also when it only waits to take the change back', () => {
    const change = { ...up, wait: false, wait_for_jobs: true, rollback_on_failure: true } as const
    expect(argumentsOf(change)).toContain('--rollback-on-failure --wait-for-jobs')
  })

  it('leaves the way to apply to helm when it installs', () => {
    const install = { verb: 'install', ...place, chart: 'shop/web', force_conflicts: true } as const
    expect(argumentsOf(install)).toBe(`install --force-conflicts ${rest}`)
  })

  it.each([
    { force_replace: true, force_conflicts: true },
    { force_replace: true, server_side: 'true' },
    { force_conflicts: true, server_side: 'false' },
  ] as const)('refuses %j, which exclude each other', (options) => {
    expect(() => argumentsOf({ ...up, ...options })).toThrow(failsWith('invalid-input'))
  })

  it('is asked for with what the channel accepts', () => {
    const changes: Change[] = [
      { verb: 'install', ...place, chart: 'shop/web', values: 'a: 1' },
      { verb: 'upgrade', ...place, chart: 'shop/web' },
      { verb: 'upgrade', ...place, chart: 'web', keep_chart: true, values: '' },
      { verb: 'rollback', ...place, revision: 1 },
      { verb: 'uninstall', ...place },
      { verb: 'test', ...place, filter: ['one'] },
    ]
    for (const change of changes) {
      const { name: release_name, ...preview } = previewOf(change)
      const asked = { ...preview, release_name }
      expect(requests['helm:preview_command'].input.parse(asked)).toEqual(asked)
    }
  })
})
