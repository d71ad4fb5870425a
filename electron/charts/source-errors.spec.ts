import { describe, expect, it } from 'vitest'
import { AppFailure, toAppError } from '@shared/errors'
import { helmError } from '../helm/errors'
import { sourceFailure } from './source-errors'

/** What the two majors were seen to write (helm 3.22, 4.3). */
const add = (inner: string): string =>
  `Error: looks like "https://a.test" is not a valid chart repository or cannot be reached: ${inner}`

describe('failures of sources', () => {
  it.each([
    [add('failed to fetch https://a.test/index.yaml : 401 Unauthorized'), 'registry-unauthorised', '(401)'],
    [add('failed to fetch https://a.test/index.yaml : 403 Forbidden'), 'registry-unauthorised', '(403)'],
    [add('failed to fetch https://a.test/index.yaml : 404 Not Found'), 'repository-unreachable', '(404)'],
    [
      add('failed to fetch https://a.test/index.yaml : 502 Bad Gateway'),
      'repository-unreachable',
      'itself has a problem',
    ],
    [
      add('Get "https://a.test/index.yaml": dial tcp: lookup a.test: no such host'),
      'repository-unreachable',
      'not found on the network',
    ],
    [
      add('Get "https://a.test/index.yaml": dial tcp 127.0.0.1:1: connect: connection refused'),
      'repository-unreachable',
      "doesn't respond",
    ],
    [
      add(
        'Get "https://a.test/index.yaml": tls: failed to verify certificate: x509: certificate signed by unknown authority',
      ),
      'repository-unreachable',
      'not trusted',
    ],
    [
      add('Get "https://a.test/index.yaml": http: server gave HTTP response to HTTPS client'),
      'repository-unreachable',
      'not trusted',
    ],
    [
      add('error converting YAML to JSON: yaml: line 2: mapping values are not allowed in this context'),
      'repository-unreachable',
      "The index is damaged. It can't be read as YAML (line 2)",
    ],
    [
      add(
        'error unmarshaling JSON: while decoding JSON: json: cannot unmarshal number into Go struct field ChartVersion.entries.Metadata.appVersion of type string',
      ),
      'repository-unreachable',
      'appVersion of a chart is a number or a boolean; it should be quoted.',
    ],
    [
      add('json: cannot unmarshal string into Go struct field ChartVersion.entries.Metadata.keywords of type []string'),
      'repository-unreachable',
      'keywords of a chart is of the wrong kind (string).',
    ],
    [
      add('error unmarshaling JSON: while decoding JSON: json: unknown field "certificate"'),
      'repository-unreachable',
      'It has a field that helm doesn\'t know: "certificate".',
    ],
    [
      add('error converting YAML to JSON: yaml: unmarshal errors:\n  line 7: key "name" already set in map'),
      'repository-unreachable',
      '"name" is set twice (line 7).',
    ],
    [
      add(
        'error unmarshaling JSON: while decoding JSON: parsing time "yesterday" as "2006-01-02T15:04:05Z07:00": cannot parse',
      ),
      'repository-unreachable',
      '"yesterday" is where a time should be.',
    ],
    [
      add(
        'error unmarshaling JSON: while decoding JSON: json: cannot unmarshal string into Go value of type repo.IndexFile',
      ),
      'repository-unreachable',
      'not a chart index. It may be a web page',
    ],
    [add('empty index.yaml file'), 'repository-unreachable', 'The index is empty.'],
    [add("invalid character 'x' after object key"), 'repository-unreachable', 'The index is damaged.'],
    [
      "Error: no cached repo found. (try 'helm repo update'): error loading /home/jane/.cache/helm/repository/a-index.yaml: empty index.yaml file",
      'repository-unreachable',
      'The index is empty.',
    ],
    [add('no API version specified'), 'repository-unreachable', 'not a chart index'],
    [
      '...Unable to get an update from the "a" chart repository (https://a.test):\n\tGet "https://a.test": context deadline exceeded\n\nError: failed to update the following repositories: [https://a.test]',
      'repository-unreachable',
      "doesn't respond",
    ],
    [
      'Error: Get "https://r.test/v2/": dial tcp 127.0.0.1:1: connect: connection refused',
      'repository-unreachable',
      "doesn't respond",
    ],
    ['Error: failed to perform "FetchReference" on source: r.test/a:1: not found', 'chart-not-found', 'registry'],
    ['Error: GET "https://r.test/v2/a/tags/list": basic credential not found', 'registry-unauthorised', 'sign-in'],
    ['Error: chart archive is larger than the maximum file size 100', 'chart-invalid', 'too large'],
    [
      "Error: file 'a.tgz' does not appear to be a gzipped archive; got 'text/plain'",
      'chart-invalid',
      'missing or damaged',
    ],
  ])('are told apart: %s', (stderr, code, words) => {
    const error = toAppError(sourceFailure(new AppFailure(helmError(stderr))))
    expect(error.code).toBe(code)
    expect(`${error.message} ${error.cause}`).toContain(words)
    expect(error.detail).toBe(stderr)
  })

  it.each([
    ['Error: repository name (a) already exists, please specify a different name', 'repository-exists'],
    ['Error: repo a not found', 'repository-unknown'],
    [
      'Error: chart "a" matching 9 not found in b index. (try \'helm repo update\'): no chart version found for a-9',
      'chart-not-found',
    ],
  ])('keep their own words when they are about something else: %s', (stderr, code) => {
    const failure = new AppFailure(helmError(stderr))
    expect(failure.error.code).toBe(code)
    expect(sourceFailure(failure)).toBe(failure)
  })

  it('that are no failures of the app stay what they are', () => {
    const reason = new Error('x509')
    expect(sourceFailure(reason)).toBe(reason)
  })
})
