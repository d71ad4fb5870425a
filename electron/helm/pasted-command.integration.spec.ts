import { execFile } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, describe, expect, inject, it } from 'vitest'
import { readKubeconfig } from '../../e2e/cluster/kubeconfig.mjs'
import { commandText, shellText } from '@shared/command-text'
import { helmArguments } from './command-line'
import { installWords } from './install'
import { shellOf } from './shell'
import { realHelm, targetOf, writeChart } from './testing/real-helm'
import { upgradeWords } from './upgrade'

const kubeconfig = inject('kubeconfig')
const helms = inject('helms')
const context = readKubeconfig(kubeconfig)['current-context']
const target = targetOf(kubeconfig, context)
const execute = promisify(execFile)
/** A shell that knows neither the kubeconfig nor the helm of the app. */
const bare = { PATH: process.env['PATH'], HOME: '/nonexistent' }
const paste = (text: string, env: NodeJS.ProcessEnv = bare): Promise<{ stdout: string }> =>
  execute('bash', ['-c', text], { env })

describe.each([3, 4] as const)('a copied command of helm %i', (major) => {
  const path = helms[major]
  const helm = realHelm(path, kubeconfig)
  const namespace = `pasted-${major}`
  const options = { name: 'web', namespace }
  const shell = shellOf(target, { path, source: 'set-up' })
  const env = { ...bare, HELM_CACHE_HOME: join(helm.dir, 'c'), HELM_CONFIG_HOME: join(helm.dir, 'd') }
  afterAll(() => helm.dispose())

  it.each(['plain.yaml', 'with space, comma and 100%.yaml', "it's $HOME.yaml"])(
    'runs when it is pasted into a shell, with the values of %s',
    async (file) => {
      const capabilities = await helm.runner.capabilities()
      const chart = writeChart(helm.dir, 'web', '1.0.0')
      const valuesFile = join(helm.dir, 'values', file)
      mkdirSync(join(helm.dir, 'values'), { recursive: true })
      writeFileSync(valuesFile, `note: ${JSON.stringify(file)}\n`)
      const scope = [`--namespace=${namespace}`, `--kube-context=${context}`]
      const isThere = (await helm.byHand('list', '-q', ...scope)).includes('web')
      const words = isThere
        ? upgradeWords({ ...options, chart }, capabilities)
        : installWords({ ...options, chart, create_namespace: true, has_values: true }, capabilities)
      await paste(shellText(['helm', ...helmArguments(words, target)], { shell, valuesFile }), env)
      expect(JSON.parse(await helm.byHand('get', 'values', 'web', '-o', 'json', ...scope))).toEqual({ note: file })
    },
  )
})

describe('a word that is pasted into a shell', () => {
  it.each([
    "it's",
    '$(boom) `boom` $HOME',
    '=ls',
    '~',
    '!!',
    'a\nb',
    'a\u001b[201~\nrm x',
    "quo'te\tand\\slash",
    '*',
    '#x',
    '{a,b}',
    'é',
    '',
  ])('comes out as it was: %j', async (word) => {
    expect((await paste(`printf %s ${commandText([word])}`)).stdout).toBe(word)
  })
})
