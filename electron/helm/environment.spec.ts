import { delimiter } from 'node:path'
import { describe, expect, it } from 'vitest'
import { helmEnvironment } from './environment'

const person = {
  PATH: '/bin',
  HTTPS_PROXY: 'http://proxy.test',
  KUBECONFIG: '/elsewhere',
  HELM_NAMESPACE: 'x',
  HELM_KUBECONTEXT: 'x',
  HELM_KUBETOKEN: 'x',
  HELM_KUBEAPISERVER: 'x',
  helm_kubeasuser: 'x',
  HELM_DEBUG: '1',
  HELM_COLOR: 'always',
  HELM_BIN: '/x',
  HELM_CONFIG_HOME: '/person/config',
  HELM_REGISTRY_CONFIG: '/person/registry.json',
  HELM_DRIVER: 'configmap',
  HELM_QPS: '5',
  ELECTRON_RUN_AS_NODE: '1',
  NODE_OPTIONS: '--inspect',
}

describe('helmEnvironment', () => {
  it("keeps the person's environment without what sends helm elsewhere", () => {
    expect(helmEnvironment(person, null)).toEqual({
      PATH: '/bin',
      HTTPS_PROXY: 'http://proxy.test',
      HELM_CONFIG_HOME: '/person/config',
      HELM_REGISTRY_CONFIG: '/person/registry.json',
      HELM_DRIVER: 'configmap',
      NO_COLOR: '1',
      HELM_NO_PLUGINS: '1',
      HELM_QPS: '1000',
      HELM_BURST_LIMIT: '2000',
    })
  })

  it("gives the target's kubeconfig and homes", () => {
    const target = { context: 'c', kubeconfigFiles: ['/a', '/b'], helmEnv: { HELM_CONFIG_HOME: '/demo' } }
    expect(helmEnvironment(person, target)).toMatchObject({
      KUBECONFIG: ['/a', '/b'].join(delimiter),
      HELM_CONFIG_HOME: '/demo',
    })
  })
})
