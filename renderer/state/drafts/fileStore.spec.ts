import { createPinia, setActivePinia } from 'pinia'
import { expect, it } from 'vitest'
import { installFakeBridge } from '@/testing/fake-bridge'
import { useFileStore } from './fileStore'

it('reads ten of the files that were dropped, and says that there were more', async () => {
  setActivePinia(createPinia())
  const bridge = installFakeBridge({
    'files:read_values': ({ paths }) => Promise.resolve(paths.map((path) => ({ path, name: path, text: `a: 1` }))),
  })
  Object.assign(window.wheelhouse ?? {}, { pathForFile: (file: File) => `/home/jane/${file.name}` })
  const store = useFileStore()
  await store.read(Array.from({ length: 1_500 }, (_, at) => new File([''], `${at}.yaml`)))
  expect(bridge.calls).toHaveLength(1)
  expect(store.offered?.names).toHaveLength(10)
  expect(store.refused.map(({ message }) => message)).toEqual(['Only 10 of the 1,500 files were opened.'])
})
