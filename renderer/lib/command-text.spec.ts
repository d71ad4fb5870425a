import { describe, expect, it } from 'vitest'
import { commandText } from './command-text'

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
