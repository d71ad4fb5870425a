/** Texts that people write and paste, and what other readers of YAML make something else of. */
export const snippets: readonly string[] = [
  ...['', '---\n', 'null', '{}', '[]', '7', 'x', '- a', '# c', '--- # head\na: 1\n---\n# no\n', 'a: 1\n...\n', 'a:'],
  ...['a: 1\n---\nb: 2', 'a: 1\n---\nnull\n---\nc: 3', 'a: 1\n---\n- x', 'a: 1\n---\nb: [', 'a: &x 1\n---\nb: *x'],
  ...['--- {a: 1}', '---a: 1', 'a: 1\n---\t\nb: 2', 'a: 1\n ---\nb: 2', 'a: |\n  ---\n  x', '%YAML 1.1\n---\na: 1\n'],
  ...['%YAML 1.2\n---\na: 1\n', '%FOO\n---\na: 1', '%a: 1', 'a: 50%', 'a: 1\na: 2', 'a: {b: 1, b: 2}', '1: a\n"1": b'],
  ...['on: yes', '~: 1', ': 1', '? a\n: b', '? [a]\n: 1', '{{ x }}: 1', 'a: {{ x }}', '.nan: 1', 'a: .nan', 'a: -.INF'],
  ...[
    'a: 1e400',
    'a: 089',
    'a: 1:30',
    'a: 2001-13-45',
    'a: 9007199254740993',
    'a: 0xffffffffffffffffff',
    'a: =',
    'a: <<',
  ],
  ...[
    '<<: 1',
    '<<: {a: 1}',
    'c:\n  <<: null',
    'c:\n  <<: []',
    'x: &x {b: 1}\nc:\n  <<: *x\n  d: [*x]',
    'x: &x 1\nc: {<<: *x}',
  ],
  ...[
    'a: *x',
    'a: &x [*x]',
    'a: &x.y 1',
    'a: &amp;',
    'a: *.example.com',
    '&k a: 1\n*k : 2',
    'a: !custom 1',
    'a: !!str 1',
  ],
  ...[
    'a:\t1',
    'a:\n\tb: 1',
    'a: 1\n\t',
    'a: 1\n\t# c\nb: 2',
    '\t\na: 1',
    'a:\n  -\t1',
    'a:\n  b: 1\n  \t\n  c: 2',
    'a: x\ty',
  ],
  ...['a: b: c', 'a: b:', 'a:b', 'a: "x', "a: 'x", 'a: "x" y', "a: 'it''s'", 'a: [1', 'a: 1]', 'a: {b}', 'a: [1,,2]'],
  ...['{"a":1,"b":[{"c":null}]}', '{"a":"\\u2028"}', '{"a":"\\ud83d\\ude00"}', '{"a":"\\/"}', 'a: "\\q"', 'a: "\\\'"'],
  ...[
    'a: @x',
    'a: `x',
    'a: %x',
    'a: |2\n  x',
    'a: |\nx',
    'a: >-\n  x\n\n  y',
    'a: - 1',
    'a:\n- 1\n - 2',
    'a:\n  b: 1\n c: 2',
  ],
  ...[
    'a: {\n"b": 1\n}',
    'a: [\n\t1]',
    'a: [ # c\n1\n]\nb: 1',
    'a: "x\ny"',
    'a: "x\n---\ny"',
    'a: [\n---\n]',
    'a: [1',
    'a: "x\nb: "y"',
    'a: 1\n b: 2',
    'a: x\n  y: 1',
    'a: x\ny',
    '"a\nb": 1',
    'a: http://x:80/',
    'a: "\n\n  b"',
    '\ufeffa: 1',
    'a: 1\n\ufeffb: 2',
  ],
  ...[
    'a: 1\r\nb: 2\r\n',
    'a: 1\rb: 2',
    'a: x\u2028y',
    'a: x\u2028 y',
    'a: "x\u2028y"',
    'a: 1\u0085b: 2',
    '# c\u2028b: 1',
  ],
  ...[
    'a: x # c\u2029 d',
    'a: |\n  x\u2028y',
    'k\u2028: 1',
    'a: x\u00a0y',
    'a: \u007f',
    'a: "\u009f"',
    'a: \ufffe',
    'a: \u0000',
  ],
  ...[
    'a: 0777',
    'a: 0o17',
    'a: 1e3',
    'a: 1_000',
    'a: +5',
    'a: -0',
    'a: .5',
    'a: 5.',
    'a: 0b101',
    'a: 0x1F',
    'a: 12:30:45',
  ],
  ...[
    'a: 2001-12-14t21:59:43.10-05:00',
    'a: ~',
    'a: Null',
    'a: Off',
    'a: y',
    'a: "yes"',
    'a: !!int "5"',
    'a: !!float 1',
  ],
  ...[
    'a: !!bool yes',
    'a: !!null ""',
    'a: !!binary aGk=',
    'a: |+\n  x\n\nb: 1',
    'a: |-\n  x\n',
    'a: >\n  x\n  y\n\n  z\n',
  ],
  ...['a: >2\n    x\n', 'a: "x\\\n  y"', "a: 'x\n\n  y'", 'a: [1, [2, 3], {b: 4}]', 'a: {b: [c, d], e: {f: g}}'],
  ...['a:\n- b: 1\n  c: 2\n- d', 'x: &x [1, 2]\ny: *x', 'x: &x {a: 1}\ny: {<<: [*x, {a: 2, b: 3}]}'],
  ...['a: &a\n  b: 1\nc:\n  <<: *a\n  b: 2', 'c:\n  b: 2\n  <<: {b: 1}', 'a: {}\nb: []\nc: ""', 'a: "\\u00e9\\n\\t"'],
]

/** What helm takes and is read otherwise here, or not at all: nothing is said of such a text, and it is sent as it is. */
const differs = new Set([
  // A key that is no number.
  '.nan: 1',
  // An escape that YAML doesn't know.
  'a: "\\\'"',
  // The library folds a line separator and the space behind it into one.
  'a: x\u2028 y',
])

/** helm 3 gives a block at the end of a text no line break that isn't there; helm 4 does. */
const differs3 = new Set(['a: |\n  ---\n  x', 'a: |2\n  x'])

/** Those that are known to be read in another way by one helm. */
export function knownToDiffer(major: 3 | 4): ReadonlySet<string> {
  return major === 3 ? new Set([...differs, ...differs3]) : differs
}
