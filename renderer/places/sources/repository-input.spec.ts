import { describe, expect, it } from 'vitest'
import { repositoryName, repositoryUrl } from '@shared/contract/inputs'
import { repositoryNameProblem, repositoryUrlProblem } from './repository-input'

describe('what a repository is added with', () => {
  it.each(['a', 'bitnami', 'my.charts_2', 'A-1', '', '-a', 'a/b', 'a b', '.', 'x'.repeat(65)])(
    'the name %j counts here as at the door',
    (name) => expect(repositoryNameProblem(name) === '').toBe(repositoryName.safeParse(name).success),
  )

  it.each([
    'https://charts.example.com',
    'http://127.0.0.1:8080/charts',
    '',
    'charts.example.com',
    'ftp://example.com',
    'oci://ghcr.io/charts',
    'https://jane:secret@example.com',
    'https://',
  ])('the address %j counts here as at the door', (url) =>
    expect(repositoryUrlProblem(url) === '').toBe(repositoryUrl.safeParse(url).success),
  )

  it('says where a registry and a login belong', () => {
    expect(repositoryUrlProblem('oci://ghcr.io/charts')).toMatch(/search on the Charts page/)
    expect(repositoryUrlProblem('https://jane:secret@example.com')).toMatch(/own fields/)
  })
})
