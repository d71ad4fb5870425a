import { describe, expect, it } from 'vitest'
import { helmError, helmReason, spawnFailure, stopError } from './errors'

/** Real texts of helm 3.18–3.22 and 4.1–4.3 (some lines shortened), with the code each one means. */
const texts: readonly (readonly [code: string, stderr: string])[] = [
  ['context-missing', 'Error: Kubernetes cluster unreachable: context "nosuch" does not exist\n'],
  ['context-missing', 'Error: kubernetes cluster unreachable: context "nosuch" does not exist\n'],
  [
    'cluster-unreachable',
    'Error: Kubernetes cluster unreachable: Get "http://127.0.0.1:9/version": dial tcp 127.0.0.1:9: connect: connection refused\n',
  ],
  [
    'cluster-unreachable',
    'Error: INSTALLATION FAILED: cluster reachability check failed: kubernetes cluster unreachable: Get "https://127.0.0.1:9/version": net/http: TLS handshake timeout\n',
  ],
  [
    'cluster-unauthorised',
    'Error: kubernetes cluster unreachable: the server has asked for the client to provide credentials\n',
  ],
  ['cluster-unauthorised', 'Error: kubernetes cluster unreachable: Unauthorized\n'],
  [
    'cluster-certificate',
    'Error: kubernetes cluster unreachable: Get "https://127.0.0.1:6443/version": tls: failed to verify certificate: x509: certificate signed by unknown authority\n',
  ],
  [
    'cluster-exec-plugin',
    'Error: Kubernetes cluster unreachable: Get "https://127.0.0.1:6443/version": getting credentials: exec: executable aws not found\n\nIt looks like you are trying to use a client-go credential plugin that is not installed.\n',
  ],
  [
    'cluster-exec-plugin',
    'plugin: the sign-in has run out\nError: kubernetes cluster unreachable: Get "https://127.0.0.1:6443/version": getting credentials: exec: executable node failed with exit code 3\n',
  ],
  [
    'forbidden',
    'Error: list: failed to list: secrets is forbidden: User "alice" cannot list resource "secrets" in API group "" at the cluster scope\n',
  ],
  [
    'forbidden',
    'Error: INSTALLATION FAILED: Unable to continue with install: could not get information about the resource ServiceAccount "a" in namespace "team-b": serviceaccounts "a" is forbidden: User "alice" cannot get resource "serviceaccounts" in API group "" in the namespace "team-b"\n',
  ],
  [
    'policy-refused',
    'Error: INSTALLATION FAILED: 1 error occurred:\n\t* pods "a" is forbidden: exceeded quota: small, requested: pods=1, used: pods=1, limited: pods=1\n',
  ],
  [
    'policy-refused',
    'Error: INSTALLATION FAILED: pods "a" is forbidden: violates PodSecurity "restricted:latest": allowPrivilegeEscalation != false\n',
  ],
  ['release-busy', 'Error: UPGRADE FAILED: another operation (install/upgrade/rollback) is in progress\n'],
  ['release-exists', 'Error: INSTALLATION FAILED: cannot re-use a name that is still in use\n'],
  [
    'release-exists',
    'level=ERROR msg="release name check failed" error="cannot reuse a name that is still in use"\nError: INSTALLATION FAILED: release name check failed: cannot reuse a name that is still in use\n',
  ],
  ['release-not-found', 'Error: UPGRADE FAILED: "web" has no deployed releases\n'],
  ['release-not-found', 'Error: release: not found\n'],
  ['release-not-found', 'Error: uninstall: Release not loaded: web: release: not found\n'],
  ['revision-not-found', 'Error: release has no 7 version\n'],
  [
    'release-too-large',
    'Error: INSTALLATION FAILED: create: failed to create: Secret "sh.helm.release.v1.big.v1" is invalid: data: Too long: may not be more than 1048576 bytes\n',
  ],
  [
    'release-too-large',
    'Error: INSTALLATION FAILED: create: failed to create: Request entity too large: limit is 3145728\n',
  ],
  ['namespace-missing', 'Error: INSTALLATION FAILED: create: failed to create: namespaces "nowhere" not found\n'],
  ['timeout', 'Error: INSTALLATION FAILED: context deadline exceeded\n'],
  [
    'timeout',
    'Error: INSTALLATION FAILED: resource Deployment/ns1/p4z not ready. status: InProgress, message: Replicas: 0/1\ncontext deadline exceeded\n',
  ],
  ['cancelled', 'Error: INSTALLATION FAILED: context canceled\n'],
  [
    'rolled-back',
    'Error: INSTALLATION FAILED: release web failed, and has been uninstalled due to rollback-on-failure being set: context deadline exceeded\n',
  ],
  [
    'helm-failed',
    'Error: UPGRADE FAILED: an error occurred while rolling back the release. original upgrade error: context deadline exceeded: release: not found\n',
  ],
  [
    'object-owned-elsewhere',
    'Error: INSTALLATION FAILED: unable to continue with install: ConfigMap "cm" in namespace "a" exists and cannot be imported into the current release: invalid ownership metadata; label validation error: missing key "app.kubernetes.io/managed-by": must be set to "Helm"\n',
  ],
  [
    'field-immutable',
    'Error: UPGRADE FAILED: cannot patch "web" with kind Deployment: Deployment.apps "web" is invalid: spec.selector: Invalid value: {"matchLabels":{}}: field is immutable\n',
  ],
  [
    'object-conflict',
    'Error: UPGRADE FAILED: conflict occurred while applying object a/web apps/v1, Kind=Deployment: Apply failed with 1 conflict: conflict with "kubectl" using apps/v1: .spec.replicas\n',
  ],
  [
    'api-missing',
    'Error: INSTALLATION FAILED: unable to build kubernetes objects from release manifest: resource mapping not found for name: "x" namespace: "" from "": no matches for kind "Foo" in version "foo.io/v1"\nensure CRDs are installed first\n',
  ],
  [
    'hook-failed',
    'Error: INSTALLATION FAILED: failed pre-install: 1 error occurred:\n\t* job web-hook failed: BackoffLimitExceeded\n',
  ],
  [
    'hook-failed',
    'Error: UPGRADE FAILED: pre-upgrade hooks failed: 1 error occurred:\n\t* timed out waiting for the condition\n',
  ],
  [
    'values-invalid',
    "Error: INSTALLATION FAILED: values don't meet the specifications of the schema(s) in the following chart(s):\ndemo:\n- at '/replicas': got string, want integer\n",
  ],
  [
    'chart-incompatible',
    'Error: INSTALLATION FAILED: chart requires kubeVersion: >=1.99.0 which is incompatible with Kubernetes v1.36.3\n',
  ],
  [
    'chart-invalid',
    'Error: INSTALLATION FAILED: template: demo/templates/cm.yaml:6:12: executing "demo/templates/cm.yaml" at <.Values.a.b>: nil pointer evaluating interface {}.b\n',
  ],
  [
    'chart-invalid',
    'Error: INSTALLATION FAILED: demo/templates/cm.yaml:6:12\n  executing "demo/templates/cm.yaml" at <.Values.a.b>:\n    nil pointer evaluating interface {}.b\n',
  ],
  ['chart-invalid', 'Error: INSTALLATION FAILED: execution error at (demo/templates/cm.yaml:2:4): a host is needed\n'],
  ['chart-not-found', 'Error: INSTALLATION FAILED: path "./nosuch" not found\n'],
  [
    'chart-not-found',
    'Error: INSTALLATION FAILED: chart "demo" matching 9.9.9 not found in local index. (try \'helm repo update\'): no chart version found for demo-9.9.9\n',
  ],
  ['repository-unknown', 'Error: INSTALLATION FAILED: repo nosuch not found\n'],
  ['repository-unknown', 'Error: no repositories configured\n'],
  ['repository-exists', 'Error: repository name (demo) already exists, please specify a different name\n'],
  [
    'repository-unreachable',
    'Error: looks like "http://127.0.0.1:9" is not a valid chart repository or cannot be reached: Get "http://127.0.0.1:9/index.yaml": dial tcp 127.0.0.1:9: connect: connection refused\n',
  ],
  [
    'repository-unreachable',
    'Error: INSTALLATION FAILED: Get "http://127.0.0.1:9/demo-1.0.0.tgz": dial tcp 127.0.0.1:9: connect: connection refused\n',
  ],
  [
    'repository-unreachable',
    'Error: INSTALLATION FAILED: Get "https://127.0.0.1:9/v2/team/demo/tags/list": dial tcp 127.0.0.1:9: connect: connection refused\n',
  ],
  [
    'repository-unreachable',
    'Error: INSTALLATION FAILED: failed to perform "FetchReference" on source: Get "https://127.0.0.1:9/v2/team/demo/manifests/1.0.0": dial tcp 127.0.0.1:9: connect: connection refused\n',
  ],
  [
    'chart-not-found',
    'Error: INSTALLATION FAILED: failed to perform "FetchReference" on source: 127.0.0.1:9/team/demo:9.9.9: not found\n',
  ],
  [
    'registry-unauthorised',
    'Error: INSTALLATION FAILED: failed to perform "FetchReference" on source: GET "http://127.0.0.1:9/v2/team/demo/manifests/1.0.0": response status code 401: unauthorized: authentication required\n',
  ],
  [
    'cluster-unreachable',
    'Error: INSTALLATION FAILED: Get "https://127.0.0.1:9/apis/autoscaling/v2/namespaces/a/horizontalpodautoscalers": dial tcp 127.0.0.1:9: connect: connection refused\n',
  ],
  [
    'registry-unauthorised',
    'Error: looks like "http://127.0.0.1:8" is not a valid chart repository or cannot be reached: failed to fetch http://127.0.0.1:8/index.yaml : 401 Unauthorized\n',
  ],
  [
    'registry-unauthorised',
    'Error: INSTALLATION FAILED: failed to perform "FetchReference" on source: basic credential not found\n',
  ],
  ['option-unsupported', 'Error: unknown flag: --nosuch\n'],
]

describe('helmError', () => {
  it.each(texts)('knows %s in %j', (code, stderr) => {
    const error = helmError(stderr)
    expect(error).toMatchObject({ code, detail: stderr.trim() })
    expect(error.message).not.toMatch(/\$\d|undefined|""/)
    expect(error.cause).not.toMatch(/\$\d|undefined|""/)
    expect(error.cause).not.toBe('')
  })

  it.each([
    ['key "meta.helm.sh/release-name" must equal "a": current value is "b"', 'belongs to the release "b".'],
    [
      'key "meta.helm.sh/release-namespace" must equal "a": current value is "c"',
      'belongs to a release of this name in the namespace "c".',
    ],
    [
      'key "meta.helm.sh/release-name" must equal "a": current value is "b"; ' +
        'annotation validation error: key "meta.helm.sh/release-namespace" must equal "a": current value is "c"',
      'belongs to the release "b" in the namespace "c".',
    ],
  ])('says whose an object is: %s', (marks, whose) => {
    const stderr =
      'Error: INSTALLATION FAILED: unable to continue with install: ConfigMap "cm" in namespace "a" exists and cannot be ' +
      `imported into the current release: invalid ownership metadata; annotation validation error: ${marks}\n`
    expect(helmError(stderr).cause).toContain(`ConfigMap cm ${whose}`)
  })

  it('tells of two objects that helm names in one line', () => {
    const of = (kind: string, port: string): string =>
      `server-side apply failed for object a/web v1, Kind=${kind}: ${kind} "web" is invalid: ${port}: Invalid value: 99999: ` +
      'must be between 1 and 65535, inclusive'
    const { cause } = helmError(
      `Error: UPGRADE FAILED: ${of('Service', 'spec.port')} && ${of('Odd', 'port')}`,
      'upgrade',
    )
    expect(cause).toContain('The cluster refuses Service web: spec.port: 99999 must be between 1 and 65535.')
    expect(cause).toContain('Odd web: port: 99999 must be between 1 and 65535')
    expect(cause).not.toContain('&&')
  })

  it('names what the text names', () => {
    expect(helmError('Error: Kubernetes cluster unreachable: context "prod" does not exist')).toMatchObject({
      message: 'The context "prod" is not in the kubeconfig.',
      actions: ['choose-context', 'choose-kubeconfig'],
    })
    const forbidden = helmError(
      'Error: list: failed to list: secrets is forbidden: User "alice" cannot list resource "secrets" in API group "" in the namespace "team-b"',
    )
    expect(forbidden.message).toBe('You may not list secrets in the namespace "team-b".')
    expect(forbidden.cause).toContain('"alice"')
    const schema = helmError(
      "Error: values don't meet the specifications of the schema(s) in the following chart(s):\nweb-shop:\n- at '/replicas': 'hunter2' does not match pattern '^[0-9]$'\n- at '/name': got null, want string\n",
    )
    expect(schema.cause).toBe("/replicas: doesn't match the pattern '^[0-9]$'.\n/name: must be a string, but is empty.")
  })

  it('says what failed where nothing more is known, and lets helm speak', () => {
    expect(helmError('Error: UPGRADE FAILED: the moon is full\nreally', 'upgrade')).toMatchObject({
      code: 'helm-failed',
      message: 'Upgrade failed.',
      cause: 'the moon is full really.',
      actions: [],
    })
    expect(helmError('Error: the moon is full', 'repo update')).toMatchObject({
      message: 'helm repo update failed.',
      actions: ['retry'],
    })
    expect(helmError('').cause).toBe('helm ended with an error and gave no reason.')
  })

  it.each([
    ['upgrade', 'Somebody else changed this release at the same moment.'],
    ['rollback', 'Somebody else changed this release at the same moment.'],
    ['install', 'A release with this name already exists in the namespace.'],
  ])('has words for each verb: %s', (command, message) => {
    for (const reason of ['release: already exists', 'create: secrets "sh.helm.release.v1.web.v5" already exists']) {
      const error = helmError(`Error: ${reason}`, command)
      expect(error).toMatchObject({ code: 'release-exists', message })
      expect(error.cause.includes('Choose another name')).toBe(command === 'install')
    }
  })

  it.each([
    ['install', 'The objects were not ready in time.'],
    ['uninstall', "The objects weren't deleted in time."],
    ['test', "The tests didn't finish in time."],
    ['list', 'helm list failed.'],
  ])('tells of which %s the time was up', (command, message) => {
    expect(helmError('Error: context deadline exceeded', command)).toMatchObject({ code: 'timeout', message })
  })

  it('offers to try again only where that can help', () => {
    const actionsOf = (reason: string): readonly string[] => helmError(`Error: ${reason}`, 'upgrade').actions
    expect(actionsOf('Service "a" is invalid: spec.ports: Required value')).toEqual(['fix-values'])
    expect(actionsOf('"web" has no deployed releases')).toEqual([])
    expect(actionsOf('the moon is full')).toEqual([])
    expect(actionsOf('etcdserver: request timed out')).toEqual(['retry'])
    expect(actionsOf('context deadline exceeded')).toContain('retry')
  })

  it('tells why a hook could not be run, apart from a hook that failed and one that took too long', () => {
    const of = (inner: string): object =>
      helmError(`Error: UPGRADE FAILED: pre-upgrade hooks failed: ${inner}`, 'upgrade')
    expect(
      of(
        'warning: Hook pre-upgrade a/templates/h.yaml failed: 1 error occurred:\n\t* configmaps "a-pre" already exists\n',
      ),
    ).toMatchObject({
      code: 'object-owned-elsewhere',
      message: "The pre-upgrade hook of the chart couldn't be run.",
      cause: expect.stringMatching(/^ConfigMap a-pre already exists: /) as string,
      actions: [],
    })
    expect(of('1 error occurred:\n\t* job a failed: DeadlineExceeded')).toMatchObject({
      code: 'hook-failed',
      message: 'A hook of the chart failed.',
      cause: 'The pre-upgrade hook Job a failed: DeadlineExceeded. Its logs show why.',
    })
    expect(of('1 error occurred:\n\t* timed out waiting for the condition')).toMatchObject({
      code: 'hook-failed',
      message: "A hook of the chart didn't finish in time.",
    })
    expect(helmError('Error: job a failed: BackoffLimitExceeded', 'install').message).not.toContain('hook')
  })

  it.each([
    ['{"a": "x\\/y"}', 'yaml: found unknown escape character', 'Found unknown escape character.'],
    ['a: 1\n b: 2', 'yaml: line 2: mapping values are not allowed', 'Line 2: mapping values are not allowed.'],
  ])('says of values that are no YAML what helm says, with a line only where it names one: %j', (_, why, cause) => {
    for (const step of ['', 'cannot unmarshal yaml document: ']) {
      const error = helmError(`Error: failed to parse -: ${step}error converting YAML to JSON: ${why}`, 'install')
      expect(error).toMatchObject({ code: 'values-invalid', cause })
    }
  })

  it('hides the logins that addresses hold', () => {
    const error = helmError(
      'Error: kubernetes cluster unreachable: invalid configuration: bad "http://ann:secret@proxy:8"',
    )
    expect(error.cause).toContain('"http://proxy:8"')
    expect(error.detail).not.toContain('secret')
    expect(helmError('Error: git clone https://t0ken@git.test/a and http://a:b@c@d/e').detail).toBe(
      'Error: git clone https://git.test/a and http://d/e',
    )
  })

  it('reads a giant text at once, whatever it holds', () => {
    const words = 'Deployment.apps "a" is invalid: patch: Invalid value: "'
    const why = 'json: cannot unmarshal string into Go struct field DeploymentSpec.spec.replicas of type int32'
    for (const filling of ['x', 'a:1', '{\\"a\\":', ', a: ', '\n', ' ']) {
      const error = helmError(`Error: UPGRADE FAILED: ${words}${filling.repeat(200_000)}": ${why}\n`, 'upgrade')
      expect(error).toMatchObject({ code: 'object-refused' })
    }
    for (const login of [':', 'a:', '@', '//', ':@']) helmError(`Error: UPGRADE FAILED: //${login.repeat(100_000)}\n`)
    const blob = `Error: x executing "x" at <x>: ${'y'.repeat(400_000)}`
    expect(helmError(blob, 'upgrade').code).toBe('chart-invalid')
  })

  it('keeps the end of a giant text', () => {
    const { detail } = helmError(`${'x'.repeat(200_000)}\nError: release: not found`)
    expect(detail.length).toBeLessThanOrEqual(64 * 1024)
    expect(detail.endsWith('release: not found')).toBe(true)
  })
})

describe('helmReason', () => {
  it('takes the last error to its end and leaves the noise out', () => {
    const stderr = [
      'WARNING: Kubernetes configuration file is group-readable.',
      'Flag --atomic has been deprecated, use --rollback-on-failure instead',
      'level=WARN msg="unable to find exact version requested; falling back"',
      'Error: an earlier one',
      'Error: UPGRADE FAILED: first line',
      'E1122 10:00:00.000000   12345 request.go:1198] "Unexpected error when reading response body" err="context canceled"',
      'second line',
    ].join('\n')
    expect(helmReason(stderr)).toBe('first line\nsecond line')
  })

  it('falls back to everything when all of it is noise', () => {
    expect(helmReason('level=INFO msg="unknown driver \\"x\\""')).toBe('level=INFO msg="unknown driver \\"x\\""')
  })
})

describe('stopError', () => {
  it('says whether helm still runs', () => {
    expect(stopError({ stop: 'timeout', end: null }, 'helm list', '').cause).toContain("hasn't stopped yet")
    expect(stopError({ stop: 'timeout', end: { code: 1, signal: null } }, 'helm list', '').cause).not.toContain(
      "hasn't stopped",
    )
    expect(stopError({ stop: null, end: { code: null, signal: 'SIGKILL' } }, 'helm list', '')).toMatchObject({
      code: 'helm-failed',
      cause: 'helm list was stopped by SIGKILL.',
    })
  })
})

describe('spawnFailure', () => {
  it.each([
    ['ENOSPC', 'disk-failed', 'The disk is full. Free up space, then try again.'],
    ['EROFS', 'disk-failed', 'The disk is read-only. Make it writable, then try again.'],
    ['ENOENT', 'helm-missing', 'There is no longer a program at /opt/helm. Check the helm in use, then try again.'],
    ['EACCES', 'helm-spawn-failed', 'The system would not start /opt/helm. Check the helm in use, then try again.'],
  ])('blames the program only where it is the one (%s)', (code, expected, cause) => {
    const { error } = spawnFailure('/opt/helm', Object.assign(new Error(`${code}: no`), { code }))
    expect(error).toMatchObject({ code: expected, message: "helm couldn't be started.", cause })
  })
})
