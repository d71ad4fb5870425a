const nano = 9
const binary = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei']
const decimal: Readonly<Record<string, number>> = { n: -9, u: -6, m: -3, '': 0, k: 3, M: 6, G: 9, T: 12, P: 15, E: 18 }

/** Whether two values are the same quantity: `0.5` and `500m`. False where one of them is no quantity. */
export function isSameQuantity(one: unknown, other: unknown): boolean {
  const left = quantity(one)
  return left !== null && left === quantity(other)
}

/** In billionths, the least that Kubernetes tells apart; null when it is none, or too long to be one. */
function quantity(value: unknown): bigint | null {
  if (typeof value !== 'string' && typeof value !== 'number') return null
  const text = String(value)
  const match = /^([+-]?)(\d{0,40})(?:\.(\d{0,40}))?(?:[eE]([+-]?\d{1,2})|([KMGTPE]i|[numkMGTPE]?))$/.exec(text)
  if (!match) return null
  const [, sign, whole = '', part = '', exponent, suffix = ''] = match
  if (whole === '' && part === '') return null
  const power = exponent === undefined ? (decimal[suffix] ?? 0) : Number(exponent)
  const factor = suffix.endsWith('i') ? 1024n ** BigInt(binary.indexOf(suffix)) : 1n
  const scale = power + nano - part.length
  const digits = BigInt(whole + part) * factor
  const scaled = scale >= 0 ? digits * 10n ** BigInt(scale) : roundedUp(digits, 10n ** BigInt(-scale))
  return sign === '-' ? -scaled : scaled
}

function roundedUp(value: bigint, by: bigint): bigint {
  return (value + by - 1n) / by
}
