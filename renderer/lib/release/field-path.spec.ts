import { expect, it } from 'vitest'
import { fieldPath, wholePath } from './field-path'

it.each([
  [['spec', 'replicas'], 'spec.replicas', 'spec.replicas'],
  [
    ['spec', 'template', 'spec', 'containers', '[web]', 'image'],
    'containers[web].image',
    'spec.template.spec.containers[web].image',
  ],
  [['spec', 'template', 'spec'], 'spec.template.spec', 'spec.template.spec'],
  [['data', 'a.b'], 'data["a.b"]', 'data["a.b"]'],
])('a path is short where pods are described: %j', (path, short, whole) => {
  expect(fieldPath(path)).toBe(short)
  expect(wholePath(path)).toBe(whole)
})
