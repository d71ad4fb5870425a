import { describe, expect, it } from 'vitest'
import { commandText, shellNeeds, shellText } from './command-text'

describe('commandText', () => {
  it.each([
    [['helm', 'rollback', '--timeout=5m', '--', 'web', '3'], 'helm rollback --timeout=5m -- web 3'],
    [['helm', '--kube-context=my cluster'], "helm '--kube-context=my cluster'"],
    [['helm', "it's", ''], `helm 'it'\\''s' ''`],
    [['/opt/helm', 'oci://host/chart:1', '$(boom)'], "/opt/helm oci://host/chart:1 '$(boom)'"],
  ])('quotes what a shell would read otherwise: %j', (command, text) => {
    expect(commandText(command)).toBe(text)
  })
})

describe('shellText', () => {
  const command = ['helm', 'upgrade', '--values=-', '--kube-context=prod', '--', 'web', 'shop/web']
  const shell = { program: 'helm', env: {} }

  it('names a values file in place of standard input', () => {
    expect(shellText(command, { shell, valuesFile: '/home/jane/web values.yaml' })).toBe(
      "helm upgrade '--values=/home/jane/web values.yaml' --kube-context=prod -- web shop/web",
    )
    expect(shellText(command, { shell })).toBe(commandText(command))
  })

  it.each(['/home/jane/a,b.yaml', '/home/jane/100%.yaml', '/home/jane/"a".yaml'])(
    'leaves standard input where helm would read %s otherwise',
    (valuesFile) => {
      expect(shellText(command, { shell, valuesFile })).toMatch(/^helm upgrade --values=- .* < [/']/)
    },
  )

  it('brings the kubeconfig and the helm that a shell would not use', () => {
    const own = { program: '/opt/my tools/helm', env: { KUBECONFIG: '/home/jane/a b:/etc/c' } }
    expect(shellText(['helm', 'test', '--', 'web'], { shell: own })).toBe(
      "KUBECONFIG='/home/jane/a b:/etc/c' '/opt/my tools/helm' test -- web",
    )
  })

  it('takes another chart in place of one that is rebuilt', () => {
    const kept = [...command.slice(0, -1), '/dev/fd/3']
    expect(shellNeeds(kept)).toEqual({ values: true, chart: true })
    // As Windows has it, and the journal of an earlier version.
    for (const path of ['C:\\x\\kept-chart-0123456789abcdef\\chart.tgz', '/run/kept-chart-0123456789abcdef/chart']) {
      expect(shellNeeds([...command.slice(0, -1), path])).toEqual({ values: true, chart: true })
    }
    expect(shellNeeds(command)).toEqual({ values: true, chart: false })
    expect(shellText(kept, { shell, chart: { ref: 'shop/web', version: '1.2.3' } })).toBe(
      'helm upgrade --version=1.2.3 --values=- --kube-context=prod -- web shop/web',
    )
    expect(shellText(kept, { shell, chart: { ref: '/charts/web', version: '1.2.3' } })).toContain('-- web /charts/web')
  })
})
