import { describe, expect, it } from 'vitest'
import { containerImages, revisionImages, splitImage } from './images'
import { plainObjects } from './manifest'

const web = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  template:
    spec:
      initContainers:
        - name: wait
          image: registry.test:5000/tools/wait@sha256:00ff
      containers:
        - name: web
          image: registry.test/shop/web:1.2
        - name: side
          image: busybox
`
const worker = web.replaceAll('name: web', 'name: worker')
const hook = { name: 'migrate', kind: 'Job', path: null, events: ['pre-upgrade'], weight: 0, delete_policies: null }
const migrate = `apiVersion: batch/v1
kind: Job
metadata:
  name: migrate
spec:
  template:
    spec:
      containers:
        - name: run
          image: registry.test/shop/web:1.2
`

describe('images', () => {
  it.each([
    ['nginx', 'nginx', ''],
    ['nginx:1.27', 'nginx', '1.27'],
    ['registry:5000/shop/web', 'registry:5000/shop/web', ''],
    ['registry:5000/shop/web:2', 'registry:5000/shop/web', '2'],
    ['a/b@sha256:00ff', 'a/b', 'sha256:00ff'],
    ['a/b:1@sha256:00ff', 'a/b', '1@sha256:00ff'],
  ])('split %s', (image, name, version) => {
    expect(splitImage(image)).toEqual({ name, version })
  })

  it('of a revision are those of its objects and hooks, each with who uses it', () => {
    const objects = plainObjects(`---\n${web}---\n${worker}---\nkind: ConfigMap\nmetadata:\n  name: no-pods\n`)
    expect(revisionImages(objects, [{ ...hook, manifest: migrate, last_run: null }])).toEqual({
      count: 3,
      unread: 0,
      list: [
        {
          image: 'busybox',
          name: 'busybox',
          version: '',
          users: [
            { kind: 'Deployment', name: 'web', container: 'side' },
            { kind: 'Deployment', name: 'worker', container: 'side' },
          ],
          userCount: 2,
        },
        {
          image: 'registry.test:5000/tools/wait@sha256:00ff',
          name: 'registry.test:5000/tools/wait',
          version: 'sha256:00ff',
          users: [
            { kind: 'Deployment', name: 'web', container: 'wait' },
            { kind: 'Deployment', name: 'worker', container: 'wait' },
          ],
          userCount: 2,
        },
        {
          image: 'registry.test/shop/web:1.2',
          name: 'registry.test/shop/web',
          version: '1.2',
          users: [
            { kind: 'Deployment', name: 'web', container: 'web' },
            { kind: 'Deployment', name: 'worker', container: 'worker' },
            { kind: 'Job', name: 'migrate', container: 'run', isHook: true },
          ],
          userCount: 3,
        },
      ],
    })
  })

  it('are not looked for without end', () => {
    const many = Array.from({ length: 300 }, (_, index) => web.replaceAll('name: web', `name: web-${index}`))
    const { list, count } = revisionImages(plainObjects(many.join('---\n')), [])
    expect({ count, users: list.map(({ users, userCount }) => [users.length, userCount]) }).toEqual({
      count: 3,
      users: [
        [200, 300],
        [200, 300],
        [200, 300],
      ],
    })
    const huge = { ...hook, manifest: `${migrate}# ${'x'.repeat(3_000_000)}`, last_run: null }
    expect(revisionImages([], [huge, { ...hook, manifest: migrate, last_run: null }])).toMatchObject({
      count: 0,
      unread: 2,
    })
    const aliases = Array.from({ length: 40 }, (_, at) =>
      at === 0 ? 'a0: &a0 [1]' : `a${at}: &a${at} [*a${at - 1}, *a${at - 1}]`,
    )
    const [odd] = plainObjects(`kind: Odd\nmetadata: {name: odd}\nspec: {}\n${aliases.join('\n')}\n`)
    expect(odd && containerImages(odd)).toEqual([])
  })
})
