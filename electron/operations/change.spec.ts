import { describe, expect, it } from 'vitest'
import { requests } from '@shared/contract/requests'
import { helmArguments } from '../helm/command-line'
import { previewOf, wordsOf, type Change } from './change'

const target = { context: 'prod', kubeconfigFiles: ['/k'], helmEnv: {} }
const place = { release_name: 'web', namespace: 'shop' }

function argumentsOf(change: Change): string {
  return helmArguments(wordsOf(previewOf(change), '/kept/chart'), target).join(' ')
}

const scope = '--namespace=shop --kube-context=prod --'

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
  ] as const)('%# is exact', (change: Change, words) => {
    expect(argumentsOf(change)).toBe(words)
    expect(words).not.toContain('hunter2')
  })

  it('is asked for with what the channel accepts', () => {
    const changes: Change[] = [
      { verb: 'install', ...place, chart: 'shop/web', values: 'a: 1' },
      { verb: 'upgrade', ...place, chart: 'shop/web' },
      { verb: 'upgrade', ...place, chart: 'web', keep_chart: true, values: '' },
      { verb: 'rollback', ...place, revision: 1 },
      { verb: 'uninstall', ...place },
    ]
    for (const change of changes) {
      const preview = previewOf(change)
      expect(requests['helm:preview_command'].input.parse(preview)).toEqual(preview)
    }
  })
})
