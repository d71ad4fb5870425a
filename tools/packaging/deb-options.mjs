/**
 * @typedef {object} DebOptions what electron-builder asks fpm for
 * @property {string} output the .deb file
 * @property {string} compression as fpm names it: gz, xz, zst
 * @property {string | undefined} afterInstall file of the postinst script
 * @property {string | undefined} afterRemove file of the postrm script
 * @property {Record<string, string>} fields of the control file, without Installed-Size
 * @property {{ from: string, to: string }[]} contents from: a file, or a folder that ends with /; to: where it is installed
 */

/** @type {Record<string, string>} */
const FIELDS = {
  '--name': 'Package',
  '--version': 'Version',
  '--architecture': 'Architecture',
  '--maintainer': 'Maintainer',
  '--category': 'Section',
  '--deb-priority': 'Priority',
  '--url': 'Homepage',
  '--description': 'Description',
}

/** Given more than once. @type {Record<string, string>} */
const LISTS = { '-d': 'Depends', '--deb-recommends': 'Recommends' }

/** Of which the control file has no field, or which say what is known already: a directory becomes a deb. */
const IGNORED = ['-s', '-t', '--vendor', '--license', '--log']
const FLAGS = ['--force', '--debug']
const FILES = ['--package', '--deb-compression', '--after-install', '--after-remove']

/** The order in which Debian's own packages have them. */
const ORDER = ['Package', 'Version', 'Architecture', 'Maintainer', 'Depends', 'Recommends', 'Section', 'Priority']

/**
 * Reads the arguments electron-builder gives to fpm. An unknown one is an error: silence would drop what it asks for.
 * @param {readonly string[]} args
 * @returns {DebOptions}
 */
export function parseFpmArguments(args) {
  /** @type {Record<string, string>} */
  const found = {}
  /** @type {Record<string, string>} */
  const files = {}
  /** @type {DebOptions['contents']} */
  const contents = []
  const rest = [...args]
  while (rest.length > 0) {
    const name = rest.shift() ?? ''
    if (FLAGS.includes(name)) continue
    if (!name.startsWith('-')) {
      contents.push(parseContent(name))
      continue
    }
    const value = rest.shift()
    if (value === undefined) throw new Error(`${name} has no value`)
    const field = FIELDS[name]
    const list = LISTS[name]
    if (field !== undefined) found[field] = value
    else if (list !== undefined) found[list] = found[list] === undefined ? value : `${found[list]}, ${value}`
    else if (FILES.includes(name)) files[name] = value
    else if (!IGNORED.includes(name)) throw new Error(`fpm's option ${name} is not known here`)
  }
  const output = files['--package']
  if (output === undefined || found['Package'] === undefined) throw new Error('--package and --name are missing')
  return {
    output,
    compression: files['--deb-compression'] ?? 'xz',
    afterInstall: files['--after-install'],
    afterRemove: files['--after-remove'],
    fields: ordered(found),
    contents,
  }
}

/**
 * Writes a control file (deb-control(5)).
 * @param {Record<string, string>} fields
 * @param {number} installedKilobytes
 * @returns {string}
 */
export function controlFile(fields, installedKilobytes) {
  const { Description = '', Homepage, ...others } = fields
  const home = Homepage === undefined || isNowhere(Homepage) ? {} : { Homepage }
  const lines = Object.entries({ ...others, 'Installed-Size': String(installedKilobytes), ...home })
  return [
    ...lines.map(([name, value]) => `${name}: ${oneLine(value)}`),
    `Description: ${folded(Description)}`,
    '',
  ].join('\n')
}

/** @param {string} content `from=to` */
function parseContent(content) {
  const at = content.lastIndexOf('=/')
  if (at <= 0) throw new Error(`"${content}" does not say where it is installed`)
  return { from: content.slice(0, at), to: content.slice(at + 1) }
}

/** @param {Record<string, string>} fields */
function ordered(fields) {
  const rank = (/** @type {string} */ name) => (ORDER.includes(name) ? ORDER.indexOf(name) : ORDER.length)
  return Object.fromEntries(Object.entries(fields).sort(([one], [other]) => rank(one) - rank(other)))
}

/** An address that cannot exist (RFC 2606) helps nobody. @param {string} address */
function isNowhere(address) {
  return URL.canParse(address) && new URL(address).hostname.endsWith('.invalid')
}

/** A line break would begin another field. @param {string} value */
function oneLine(value) {
  return value.replace(/\s+/g, ' ').trim()
}

/** The first line is the synopsis; the others are indented, an empty one is a dot. @param {string} text */
function folded(text) {
  const [synopsis = '', ...more] = text.split('\n').map((line) => line.trim())
  return [synopsis, ...more.map((line) => ` ${line === '' ? '.' : line}`)].join('\n')
}
