/** Entries of an index as the lines below `- `; helm takes some of them and passes over the others. */
export const oddEntries: Readonly<Record<string, readonly string[]>> = {
  // Whatever stands in one that helm passes over, it never spoils the others.
  nameless: ['version: 1.0.0'],
  'empty-name': ['name: ""\nversion: 1.0.0'],
  'null-name': ['name: ~\nversion: 1.0.0'],
  'invisible-name': ['name: "\\u200b"\nversion: 1.0.0'],
  slash: ['name: a/b\nversion: 1.0.0'],
  'only-slash': ['name: /\nversion: 1.0.0'],
  dot: ['name: .\nversion: 1.0.0'],
  dots: ['name: ..\nversion: 1.0.0'],
  'dot-front': ['name: .hidden\nversion: 1.0.0'],
  'other-name': ['name: another\nversion: 1.0.0'],
  'spaced-name': ['name: two words\nversion: 1.0.0'],
  'Upper.Case_1': ['name: Upper.Case_1\nversion: 1.0.0'],
  quoted: ['name: "quoted"\nversion: "1.10"\nappVersion: \'2\''],
  badtype: ['name: badtype\nversion: 1.0.0\ntype: thing'],
  'upper-type': ['name: upper-type\nversion: 1.0.0\ntype: Library'],
  library: ['name: library\nversion: 1.0.0\ntype: library'],
  'null-type': ['name: null-type\nversion: 1.0.0\ntype:'],
  badalias: ['name: badalias\nversion: 1.0.0\ndependencies:\n- name: x\n  version: 1.0.0\n  alias: a.b'],
  'first-alias': ['name: first-alias\nversion: 1.0.0\ndependencies:\n- alias: a b\n  name: x'],
  goodalias: ['name: goodalias\nversion: 1.0.0\ndependencies:\n- name: x\n  alias: a_b-1\n  tags:\n  - one'],
  'empty-alias': ['name: empty-alias\nversion: 1.0.0\ndependencies:\n- name: x\n  alias: ""'],
  'flow-alias': ['name: flow-alias\nversion: 1.0.0\ndependencies: [{name: x, alias: "ä"}]'],
  'two-dependencies': ['name: two-dependencies\nversion: 1.0.0\ndependencies:\n- name: x\n- name: x'],
  'null-dependency': ['name: null-dependency\nversion: 1.0.0\ndependencies:\n-\n- name: x'],
  nullmaint: ['name: nullmaint\nversion: 1.0.0\nmaintainers: [null]'],
  'nullmaint-below': ['name: nullmaint-below\nversion: 1.0.0\nmaintainers:\n- name: joe\n- ~'],
  maintained: ['name: maintained\nversion: 1.0.0\nmaintainers:\n- email: joe@example.com\n  name: Joe'],
  'null-maintainers': ['name: null-maintainers\nversion: 1.0.0\nmaintainers:'],
  prezero: ['name: prezero\nversion: 1.2.3-01', 'name: prezero\nversion: 1.2.3-0a'],
  versionless: ['name: versionless', 'name: versionless\nversion: ""', 'name: versionless\nversion: null'],
  'odd-versions': [
    ...['1.2.3.4', 'latest', '"1.0 "', '1.0.0-a..b', '1.0.0+a_b', 'V2.0.0', '18446744073709551616.0.0', '1.x.0'],
    ...['v3.0.0', '"4"', '"5.1"', '06.1.2', '7.0.0-rc.1', '7.0.0-rc.10', '7.0.0+build.7', '18446744073709551615.0.0'],
    ...['8.0.0--', '9.0.0-99999999999999999999', `10.0.0-${'a'.repeat(300)}`],
  ].map((version) => `name: odd-versions\nversion: ${version}`),
  prereleases: ['name: prereleases\nversion: 0.1.0-rc.9', 'name: prereleases\nversion: 0.1.0-rc.10'],
  twice: [
    'name: twice\nversion: 1.0.0\nappVersion: a',
    'name: twice\nversion: 2.0.0',
    'name: twice\nversion: 1.0.0\nappVersion: a',
    'name: twice\nversion: "1.0"',
  ],
  plain: ['version: 2.0.0', 'name: plain\nversion: 1.0.0'],
  'upper-fields': ['Name: upper-fields\nVERSION: 1.0.0\nAppVersion: "3"'],
  'old-fields': [
    'name: old-fields\nversion: 1.0.0\nengine: gotpl\ntillerVersion: 2\nchecksum: 12\nurl: x\nremoved: false',
  ],
  numbers: ['name: numbers\nversion: 1.0.0\ndigest: 123\nurls:\n- 1\n- true'],
  times: ['name: times\nversion: 1.0.0\nappVersion: 2026-01-31\ncreated: 2026-01-31T10:00:00.5+02:00'],
  words: ['name: words\nversion: 1.0.0\nappVersion: "on"\ndescription: "no"\nkeywords:\n- "y"\n- yesterday'],
  ipv4: ['name: ipv4\nversion: 1.0.0\nappVersion: 1.2.3\ndescription: 1e400\nhome: 0x\nicon: 1.2.3.4'],
  noted: [
    'name: noted\nversion: 1.0.0\nannotations:\n  changes: |\n    - kind: added\n      count: 1\n  a: "1"\n  b: x1',
  ],
  multiline: ['name: multiline\nversion: 1.0.0\ndescription: More than\n  1\n  line\nkeywords: []\nannotations: {}'],
  nothing: ['~', '', 'null'],
}

/** Indexes that helm refuses as a whole for one mistake, as fields below a sound entry, with the words that name it. */
export const oneMistake: Readonly<Record<string, readonly [fields: string, words: string]>> = {
  'a number for an app version': ['appVersion: 9083e10', 'appVersion of plain 1.0.0 is a number; it should be quoted'],
  'a version like a number': ['kubeVersion: 1.10', 'kubeVersion of plain 1.0.0 is a number'],
  'a hexadecimal number': ['appVersion: 0x1F', 'appVersion of plain 1.0.0 is a number'],
  'a number with underscores': ['appVersion: 1_000', 'appVersion of plain 1.0.0 is a number'],
  'a boolean for a text': ['description: on', 'description of plain 1.0.0 is a boolean'],
  'a mapping for a text': ['home: {a: b}', 'home of plain 1.0.0 is a mapping; it should be text'],
  'a text for a list': ['keywords: a', 'keywords of plain 1.0.0 is a text; it should be a list'],
  'a number in a list': ['sources:\n- a\n- 1', 'an item of sources of plain 1.0.0 is a number'],
  'a text for a flag': ['deprecated: "true"', 'deprecated of plain 1.0.0 is a text; it should be true or false'],
  'a number for an annotation': ['annotations:\n  a: 1', 'a in annotations of plain 1.0.0 is a number'],
  'a text for a maintainer': ['maintainers:\n- joe', 'an item of maintainers of plain 1.0.0 is a text'],
  'a number in a dependency': [
    'dependencies:\n- name: x\n  version: 1.10',
    'version of a dependency of plain 1.0.0 is a number',
  ],
  'a field that helm does not know': ['foo: x', 'plain 1.0.0 has a field that helm doesn\'t know: "foo"'],
  'such a field of a dependency': ['dependencies:\n- name: x\n  foo: y', 'a dependency of plain 1.0.0 has a field'],
  'a repeated field': ['description: a\ndescription: b', '"description" is set twice in plain (line 7)'],
  'no time': ['created: yesterday', 'created of plain 1.0.0 is a text; it should be a time'],
}

/** An index in helm's own layout. */
export function indexOf(entries: Readonly<Record<string, readonly string[]>>): string {
  const charts = Object.entries(entries).map(([name, list]) => [`  ${name}:`, ...list.map(itemOf)].join('\n'))
  return `apiVersion: v1\nentries:\n${charts.join('\n')}\ngenerated: "2026-01-31T10:00:00Z"\n`
}

/** The one sound entry `plain` with more fields. */
export function plainIndex(fields: string): string {
  return indexOf({ plain: [`name: plain\nversion: 1.0.0\n${fields}`] })
}

/** The same in JSON. */
export function plainJson(fields: object): string {
  return JSON.stringify({ apiVersion: 'v1', entries: { plain: [{ name: 'plain', version: '1.0.0', ...fields }] } })
}

function itemOf(entry: string): string {
  return `  - ${entry.split('\n').join('\n    ')}`
}
