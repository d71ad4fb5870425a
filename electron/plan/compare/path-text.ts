/** A field's path on one line, as it is written elsewhere: `spec.containers[web].image`, `data["a.b"]`. */
export function pathText(path: readonly string[]): string {
  return path.reduce((text, part) => {
    if (isItem(part)) return text + part
    if (!/^[A-Za-z_][\w-]*$/.test(part)) return `${text}[${JSON.stringify(part)}]`
    return text === '' ? part : `${text}.${part}`
  }, '')
}

/** Whether a part of a path is an item of a list. */
export function isItem(part: string): boolean {
  return part.startsWith('[') && part.endsWith(']')
}
