/*
 * The fence: every area, lowest first. A line may import from the lines above it and from itself, never from one below.
 * ARCHITECTURE.md shows the same lists. A file that belongs to no area is an error, so a new folder gets a line here first.
 */

/** @typedef {readonly (readonly string[])[]} Layers areas of one line know nothing of each other */

/** The main process. @type {Layers} */
const electron = [
  ['processes'],
  ['events.ts', 'files', 'masking', 'workers', 'demo'],
  ['kube', 'drafts'],
  ['records', 'helm'],
  ['plan/compare'],
  ['charts', 'releases/index'],
  ['releases', 'health'],
  ['operations/journal'],
  ['operations/request'],
  ['operations/follow'],
  ['operations/verdict'],
  ['operations/running'],
  ['operations/change'],
  ['operations/foreign', 'operations/recover', 'operations/repair/backup'],
  ['operations/repair'],
  ['operations'],
  ['plan'],
  ['services'],
  ['ipc', 'desktop'],
  ['main.ts', 'preload.ts'],
]

/** The window. @type {Layers} */
const renderer = [
  ['styles', 'bridge', 'env.d.ts', 'vue-files.d.ts'],
  ['lib'],
  ['state', 'ui'],
  ['actions'],
  ['parts'],
  [
    'places/activity',
    'places/change',
    'places/charts',
    'places/plan',
    'places/release',
    'places/releases',
    'places/sources',
    'places/welcome',
  ],
  ['frame'],
  ['router.ts', 'App.vue'],
  ['main.ts'],
]

const isTest = '\\.spec\\.ts$|/testing/'
const external = 'node_modules'

/** The files of an area alone: a room inside it that has a line of its own is another area. */
function filesOf(/** @type {string} */ side, /** @type {string} */ area, /** @type {readonly string[]} */ all) {
  const path = `^${side}/${area.replaceAll('.', '\\.')}${/\.(ts|vue)$/.test(area) ? '$' : '/'}`
  const inner = all.filter((other) => other.startsWith(`${area}/`)).map((other) => `^${side}/${other}/`)
  return { path, pathNot: [isTest, ...inner] }
}

/** @returns {import('dependency-cruiser').IForbiddenRuleType[]} */
function layersOf(/** @type {string} */ side, /** @type {Layers} */ layers) {
  const all = layers.flat()
  return layers.flatMap((line, at) =>
    line.flatMap((area) => {
      const above = layers.slice(at + 1).flat()
      const others = [...above, ...line.filter((other) => other !== area)]
      if (others.length === 0) return []
      return {
        name: `${side}-${area}-stays-in-its-line`,
        severity: 'error',
        from: filesOf(side, area, all),
        to: {
          path: others.map((other) => filesOf(side, other, all).path),
          pathNot: roomsBelow(side, layers, at, area),
        },
      }
    }),
  )
}

/** Rooms with a line of their own inside an area of a later line: they may be imported although that area may not. */
function roomsBelow(
  /** @type {string} */ side,
  /** @type {Layers} */ layers,
  /** @type {number} */ at,
  /** @type {string} */ area,
) {
  const lower = [...layers.slice(0, at).flat(), area]
  return [external, ...lower.map((other) => filesOf(side, other, []).path)]
}

/** @returns {import('dependency-cruiser').IForbiddenRuleType[]} */
function categorised(/** @type {string} */ side, /** @type {Layers} */ layers) {
  const known = layers.flat().map((area) => filesOf(side, area, []).path)
  const uncategorised = { path: `^${side}/`, pathNot: [...known, isTest] }
  return [
    { name: `${side}-every-file-has-an-area`, severity: 'error', from: uncategorised, to: {} },
    { name: `${side}-every-import-has-an-area`, severity: 'error', from: {}, to: uncategorised },
  ]
}

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'everything-is-found',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, path: '^(@/|@shared/|\\.)' },
    },
    ...categorised('electron', electron),
    ...categorised('renderer', renderer),
    ...layersOf('electron', electron),
    ...layersOf('renderer', renderer),
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
      from: { path: '^electron/', pathNot: isTest },
      to: { path: '^(renderer|e2e|tools)/' },
    },
    {
      name: 'electron-ui-in-desktop-only',
      comment: 'electron/ipc and the preload are the door; main.ts composes.',
      severity: 'error',
      from: { path: '^electron/', pathNot: '^electron/(desktop|ipc)/|^electron/(main|preload)\\.ts$' },
      to: { path: 'node_modules/electron($|/)' },
    },
    { name: 'not-to-spec', severity: 'error', from: { pathNot: '\\.spec\\.ts$' }, to: { path: '\\.spec\\.ts$' } },
    {
      name: 'not-to-testing',
      severity: 'error',
      from: { pathNot: isTest + '|^e2e/' },
      to: { path: '/testing/', pathNot: '^tools/|node_modules' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    // The kit writes these beside the page when the app is built.
    exclude: { path: '^(out|dist)/|^renderer/(auto-imports|components)\\.d\\.ts$' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.imports.json' },
    enhancedResolveOptions: { extensions: ['.ts', '.mjs', '.js', '.vue', '.json'] },
  },
}
