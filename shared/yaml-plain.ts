/** Begins like a word and is none of YAML 1.1's own, or is a path or an image name: no reader sees anything else. */
export function isPlainSafe(text: string): boolean {
  if (!/^[A-Za-z_/][-\w./@+=]*(?: [-\w./@+=]+)*(?::[-\w./@]+)*$/.test(text)) return false
  return !/^(y|n|yes|no|on|off|true|false|null|nil|inf|nan)$/i.test(text)
}
