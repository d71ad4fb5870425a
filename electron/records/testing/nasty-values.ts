import fc from 'fast-check'

/** Characters and texts that readers of YAML are known to fall over, among ordinary ones. */
export const nastyTexts: readonly string[] = [
  ...[
    '\u0000',
    '\u0007',
    '\t',
    '\n',
    '\r',
    '\r\n',
    '\u001b',
    '\u007f',
    '\u0080',
    '\u0085',
    '\u009f',
    '\u00a0',
    '\u00ad',
  ],
  ...['\u2028', '\u2029', '\ufeff', '\ufffd', '\ufffe', '\uffff', '\ud800', '\udc00', '😀', '\u{10ffff}', 'é', 'ключ'],
  ...[' ', '  ', '"', "'", '\\', '/', '#', ' #', ':', ': ', ',', '[', ']', '{', '}', '&', '*', '!', '|', '>', '%', '@'],
  ...['`', '-', '- ', '? ', '---', '...', '<<', '=', '~', 'null', 'yes', 'no', 'on', 'y', 'true', '0', '012', '0x1f'],
  ...['1e3', '1_000', '1:30', '.inf', '.nan', '2001-01-01', '{{ .x }}', 'a', 'b', 'word', '__proto__', '$x', '\\u2028'],
]
/** Any text. */
const text = fc.oneof(
  fc.constantFrom(...nastyTexts),
  fc.array(fc.constantFrom(...nastyTexts), { maxLength: 8 }).map((parts) => parts.join('')),
  fc.string({ unit: 'binary', maxLength: 12 }),
)
const number = fc.oneof(
  fc.integer(),
  fc.maxSafeInteger(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.constantFrom(-0, 1000, 1e6, 1e20, 1e21, -1e21, 2 ** 53, 2 ** 63, -(2 ** 63), 2 ** 64, 2 ** 70, 5e-324, 0.1, 1e-7),
)
const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
  tree: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.oneof(text, number, fc.boolean(), fc.constant(null)),
    fc.array(tie('tree'), { maxLength: 4 }),
    fc.array(fc.tuple(text, tie('tree')), { maxLength: 4 }).map((entries) => Object.fromEntries(entries)),
  ),
}))

/** Anything that values may hold. */
export const nastyTree = tree
