import { describe, expect, it } from 'vitest'
import { withoutDebug } from './debug-lines'

const gone =
  'unable to build kubernetes objects for delete: resource mapping not found for name: "foo" namespace: "" from "": no matches for kind "Foo" in version "foo.dev/v1"\nensure CRDs are installed first'
const told = `Error: failed to delete release: shop: ${gone}\n`

/** As helm 3.22 and 4.3 write them. */
const texts = {
  3: `uninstall.go:103: 2026-01-01 04:07:27.02488145 +0000 UTC m=+0.095 [debug] uninstall: Deleting shop
uninstall.go:125: 2026-01-01 04:07:27.075919572 +0000 UTC m=+0.146 [debug] uninstall: Failed to delete release: [${gone}]
Error: failed to delete release: shop
helm.go:92: 2026-01-01 04:07:27.076056005 +0000 UTC m=+0.147 [debug] failed to delete release: shop
helm.sh/helm/v3/pkg/action.(*Uninstall).Run
\thelm.sh/helm/v3@v3.22.0/pkg/action/uninstall.go:126
`,
  4: `level=DEBUG msg="getting release history" name=shop
level=DEBUG msg="uninstall: Failed to delete release" error="[${gone.replaceAll('"', '\\"').replaceAll('\n', '\\n')}]"
Error: failed to delete release: shop
`,
}

describe('what helm wrote without its debug lines', () => {
  it.each([3, 4] as const)('tells why helm %i could not delete', (major) => {
    expect(withoutDebug({ stdout: 'out', stderr: texts[major] })).toEqual({ stdout: 'out', stderr: told })
  })

  it('leaves everything else as it is', () => {
    const stderr = 'Flag --atomic has been deprecated\nError: failed to delete release: shop\n'
    const output = { stdout: '', stderr }
    expect(withoutDebug(output)).toBe(output)
    expect(
      withoutDebug({ stdout: '', stderr: `level=DEBUG msg="purge requested"\nlevel=WARN msg="x"\n${stderr}` }).stderr,
    ).toBe(`level=WARN msg="x"\n${stderr}`)
    const last = 'wait.go:114: 2026-01-01 +0000 UTC m=+0.1 [debug] beginning wait for 1 resources\n'
    expect(withoutDebug({ stdout: '', stderr: `warning: kept\n${last}` }).stderr).toBe('warning: kept\n')
  })
})
