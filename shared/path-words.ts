/** `image.tag`, `hosts[0].name`. */
export function pathWords(path: readonly (string | number)[]): string {
  return path
    .map((key, at) => {
      if (typeof key === 'number') return `[${key}]`
      if (!/^[\w/@-]+$/.test(key)) return `[${JSON.stringify(key)}]`
      return at === 0 ? key : `.${key}`
    })
    .join('')
}
