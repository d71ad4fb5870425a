import { describe, expect, it } from 'vitest'
import { shellOf } from './shell'

const helm = { path: '/usr/bin/helm', source: 'path' } as const
const usual = { context: 'prod', kubeconfigFiles: ['/home/jane/.kube/config'], helmEnv: {} }

describe('shellOf', () => {
  it('needs nothing where a shell would use the same helm and the same kubeconfig', () => {
    expect(shellOf(usual, helm, '/home/jane')).toEqual({ program: 'helm', env: {} })
  })

  it("names other kubeconfigs, helm's homes, and a helm that is not on the path", () => {
    const target = { ...usual, kubeconfigFiles: ['/tmp/a', '/tmp/b'], helmEnv: { HELM_CONFIG_HOME: '/demo/helm' } }
    expect(shellOf(target, { path: '/opt/wheelhouse/helm', source: 'bundled' }, '/home/jane')).toEqual({
      program: '/opt/wheelhouse/helm',
      env: { KUBECONFIG: '/tmp/a:/tmp/b', HELM_CONFIG_HOME: '/demo/helm' },
    })
    expect(shellOf(usual, helm, '/home/joe').env).toEqual({ KUBECONFIG: '/home/jane/.kube/config' })
  })
})
