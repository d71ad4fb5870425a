#!/usr/bin/env node
/**
 * Stands in for fpm, which electron-builder would download: makes a .deb with Debian's own dpkg-deb. electron-builder
 * starts it through CUSTOM_FPM_PATH with fpm's arguments (app-builder-lib, targets/FpmTarget).
 */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { chmod, cp, mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { controlFile, parseFpmArguments } from './deb-options.mjs'

/**
 * How dpkg-deb names a compression, and its level: dpkg-deb's own for zstd (19) takes minutes.
 * @type {Record<string, string[]>}
 */
const COMPRESSIONS = { zst: ['-Zzstd', '-z3'], xz: ['-Zxz', '-z6'], gz: ['-Zgzip', '-z6'] }

await makeDeb(parseFpmArguments(process.argv.slice(2)))

/** @param {import('./deb-options.mjs').DebOptions} options */
async function makeDeb({ output, compression, afterInstall, afterRemove, fields, contents }) {
  // Beside its result: on the same disk, which has room for it.
  const tree = await mkdtemp(join(dirname(output), 'deb-'))
  try {
    for (const { from, to } of contents) await place(from, join(tree, to))
    const files = await filesIn(tree)
    await allowReading(tree)
    const control = join(tree, 'DEBIAN')
    await mkdir(control, { mode: 0o755 })
    let bytes = 0
    for (const file of files) bytes += (await stat(file)).size
    await writeFile(join(control, 'control'), controlFile(fields, Math.ceil(bytes / 1024)))
    await writeFile(join(control, 'md5sums'), await checksums(files, tree))
    if (afterInstall) await script(afterInstall, join(control, 'postinst'))
    if (afterRemove) await script(afterRemove, join(control, 'postrm'))
    const compressing = COMPRESSIONS[compression]
    if (!compressing) throw new Error(`a .deb cannot be compressed by ${compression} here`)
    const args = ['--root-owner-group', ...compressing, '--build', tree, output]
    const { status, error } = spawnSync('dpkg-deb', args, { stdio: ['ignore', 'inherit', 'inherit'] })
    if (status !== 0) throw error ?? new Error(`dpkg-deb ended with code ${status}`)
  } finally {
    await rm(tree, { recursive: true, force: true })
  }
}

/**
 * @param {string} from a folder's contents when it ends with /
 * @param {string} to
 */
async function place(from, to) {
  await mkdir(dirname(to), { recursive: true })
  await cp(from, to, { recursive: true, verbatimSymlinks: true, preserveTimestamps: true })
}

/** Whatever the builder's umask was, every user can use what is installed. @param {string} folder */
async function allowReading(folder) {
  await chmod(folder, 0o755)
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) await allowReading(path)
    else if (entry.isFile()) await chmod(path, ((await stat(path)).mode & 0o111) === 0 ? 0o644 : 0o755)
  }
}

/** @param {string} folder */
async function filesIn(folder) {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true })
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
}

/**
 * @param {string[]} files
 * @param {string} tree
 */
async function checksums(files, tree) {
  let lines = ''
  for (const file of files.sort()) {
    // What dpkg --verify compares; dpkg knows MD5 only.
    const hash = createHash('md5')
    await pipeline(createReadStream(file, { highWaterMark: 1 << 20 }), hash)
    lines += `${hash.digest('hex')}  ${relative(tree, file)}\n`
  }
  return lines
}

/**
 * @param {string} from
 * @param {string} to
 */
async function script(from, to) {
  await cp(from, to)
  await chmod(to, 0o755)
}
