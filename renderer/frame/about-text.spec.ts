import { expect, it } from 'vitest'
import type { AppInfo } from '@shared/model/app'
import { makeContexts } from '@/testing/fake-bridge'
import { aboutLines, aboutText } from './about-text'

const info: AppInfo = {
  version: '0.1.0',
  electron: '33.2.1',
  chrome: '130',
  node: '20.18.1',
  platform: 'linux x64',
  helm: { path: '/opt/helm', version: '4.3.1', source: 'path', warnings: ['has a known weakness'] },
  runtimeWarning: 'out of support',
  storage: { problem: null },
}

it('copies versions, paths and warnings, and no server address', () => {
  const text = aboutText(aboutLines(info, makeContexts('prod')))
  expect(text).toContain('helm: 4.3.1\n  has a known weakness')
  expect(text).toContain('helm binary: /opt/helm')
  expect(text).toContain('Electron: 33.2.1\n  out of support')
  expect(text).toContain('Kubeconfig: /home/jane/.kube/config')
  expect(text).not.toContain('example.com')
})

it('says so when there is no helm and no kubeconfig', () => {
  const text = aboutText(aboutLines({ ...info, helm: null, runtimeWarning: null }, null))
  expect(text).toContain('helm: not found')
  expect(text).not.toContain('helm binary')
  expect(text).toContain('Kubeconfig: none')
})
