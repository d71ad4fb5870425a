/** A field's path on one line: `spec.replicas`, `containers[web].image`; where pods are described is left out. */
export function fieldPath(path: readonly string[]): string {
  const [spec, template, inner] = path
  const isOfPods = spec === 'spec' && template === 'template' && inner === 'spec' && path.length > 3
  return (isOfPods ? path.slice(3) : path).reduce(joined, '')
}

/** The same from the root. */
export function wholePath(path: readonly string[]): string {
  return path.reduce(joined, '')
}

function joined(text: string, part: string): string {
  if (part.startsWith('[') && part.endsWith(']')) return text + part
  if (!/^[A-Za-z_][\w-]*$/.test(part)) return `${text}[${JSON.stringify(part)}]`
  return text === '' ? part : `${text}.${part}`
}
