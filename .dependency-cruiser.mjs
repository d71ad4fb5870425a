/** Imports point inwards: renderer → shared ← electron; inside electron nothing calls ipc, desktop alone has Electron's UI. */
const areas = 'helm|kube|releases|charts|plan|operations'

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'shared-is-pure',
      severity: 'error',
      from: { path: '^shared/' },
      to: { path: '^(electron|renderer|e2e|tools)/|^node:', pathNot: '^shared/' },
    },
    {
      name: 'renderer-sees-shared-only',
      severity: 'error',
      from: { path: '^renderer/' },
      to: { path: '^(electron|e2e|tools)/' },
    },
    {
      name: 'electron-sees-no-renderer',
      comment: 'Specs and their helpers use the real cluster of e2e/cluster.',
      severity: 'error',
      from: { path: '^electron/', pathNot: '\\.spec\\.ts$|/testing/' },
      to: { path: '^(renderer|e2e|tools)/' },
    },
    {
      name: 'nothing-calls-ipc',
      severity: 'error',
      from: { path: '^electron/', pathNot: '^electron/(ipc/|main\\.ts)' },
      to: { path: '^electron/ipc/' },
    },
    {
      name: 'areas-stay-below-desktop',
      severity: 'error',
      from: { path: `^electron/(${areas})/` },
      to: { path: '^electron/desktop/' },
    },
    {
      name: 'electron-ui-in-desktop-only',
      comment: 'electron/ipc and the preload are the door; main.ts composes.',
      severity: 'error',
      from: { path: '^electron/', pathNot: '^electron/(desktop|ipc)/|^electron/(main|preload)\\.ts$' },
      to: { path: 'node_modules/electron($|/)' },
    },
    { name: 'not-to-spec', severity: 'error', from: { pathNot: '\\.spec\\.ts$' }, to: { path: '\\.spec\\.ts$' } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(out|dist)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.node.json' },
    enhancedResolveOptions: { extensions: ['.ts', '.mjs', '.js', '.vue', '.json'] },
  },
}
