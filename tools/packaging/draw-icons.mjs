/**
 * Draws build/icon.svg into build/icons/, one PNG a size, in the app's own window: `node tools/packaging/draw-icons.mjs`
 * after a change of the drawing. The pictures are committed, so that packaging needs no window.
 */
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { _electron } from 'playwright'
import { projectRoot } from '../lib/paths.mjs'
import { hasDisplay, startVirtualDisplay } from '../lib/virtual-display.mjs'
import { where } from '../where.mjs'

/** What icon themes ask for; macOS wants the largest. */
const SIZES = [16, 24, 32, 48, 64, 128, 256, 512, 1024]

const { electron, app } = await where()
if (!electron || !app) throw new Error('run "npm start" once: the icons are drawn in the built app')
const display = hasDisplay() ? undefined : await startVirtualDisplay(new AbortController().signal)
try {
  const running = await _electron.launch({
    executablePath: electron,
    args: [app, ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])],
    env: { ...strings(process.env), ...(display ? { DISPLAY: display.display } : {}) },
  })
  try {
    const page = await running.firstWindow()
    const drawing = await readFile(join(projectRoot, 'build', 'icon.svg'), 'base64')
    for (const size of SIZES) {
      /** @type {string} */
      const png = await page.evaluate(drawn(drawing, size))
      await writeFile(join(projectRoot, 'build', 'icons', `${size}x${size}.png`), Buffer.from(png, 'base64'))
    }
  } finally {
    await running.close()
  }
} finally {
  await display?.stop()
}

/**
 * @param {string} drawing an SVG in base64
 * @param {number} size in pixels
 * @returns {string} a page's script that gives a PNG in base64
 */
function drawn(drawing, size) {
  return `(async () => {
    const image = new Image(${size}, ${size})
    image.src = 'data:image/svg+xml;base64,${drawing}'
    await image.decode()
    const canvas = document.createElement('canvas')
    canvas.width = canvas.height = ${size}
    canvas.getContext('2d').drawImage(image, 0, 0, ${size}, ${size})
    return canvas.toDataURL('image/png').split(',')[1]
  })()`
}

/** @param {NodeJS.ProcessEnv} env */
function strings(env) {
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  )
}
