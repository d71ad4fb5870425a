import { expect, type ElectronApplication, type Page } from 'playwright/test'
import { attack, openListener, type Listener } from '../../fixtures/hostile-page'
import { test } from '../../fixtures/test'

let app: ElectronApplication
let page: Page
let listener: Listener

test.beforeEach(async ({ emptyWindow }) => {
  ;({ app, page } = emptyWindow)
  await expect(page.getByRole('heading', { name: 'Which cluster?' })).toBeVisible()
  listener = await openListener()
})

test.afterEach(() => listener.close())

/** Nothing arrived, and what should have arrived would have: the same listener hears the main process. */
async function expectUnreached(): Promise<void> {
  await app.evaluate(
    ({ net }, origin) => net.fetch(`${origin}/control`).then((answer) => answer.text()),
    listener.origin,
  )
  expect(listener.requests).toEqual(['/control'])
}

/** The window still shows the app's own page, and is the only one. */
async function expectAtHome(): Promise<void> {
  const windows = await app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows().map(({ webContents }) => webContents.getURL()),
  )
  expect(windows).toEqual(['app://wheelhouse/#/welcome'])
  // Not through a locator: it would wait for the end of a navigation that was refused.
  expect(await attack(page, `return document.querySelector('h1').textContent`)).toBe('Which cluster?')
}

/** Adds an element to the page and waits until it has loaded, failed or been refused. */
const addElement = (make: string): string => `
  return new Promise((resolve) => {
    document.addEventListener('securitypolicyviolation', () => resolve('refused'), { once: true })
    const element = (() => { ${make} })()
    element.addEventListener('load', () => resolve('loaded'))
    element.addEventListener('error', () => resolve('refused'))
    document.body.append(element)
  })`

test('no request leaves the page', async () => {
  const { origin } = listener
  const element = (tag: string, attributes: Record<string, string>) =>
    addElement(`return Object.assign(document.createElement('${tag}'), ${JSON.stringify(attributes)})`)
  const attacks = {
    fetch: `await fetch('${origin}/fetch'); return 'loaded'`,
    'fetch without CORS': `await fetch('${origin}/opaque', { mode: 'no-cors' }); return 'loaded'`,
    XMLHttpRequest: `return new Promise((resolve) => {
      const request = new XMLHttpRequest()
      request.onload = () => resolve('loaded')
      request.onerror = () => resolve('refused')
      request.open('GET', '${origin}/xhr')
      request.send()
    })`,
    WebSocket: `return new Promise((resolve) => {
      const socket = new WebSocket('${origin.replace('http', 'ws')}/socket')
      socket.onopen = () => resolve('loaded')
      socket.onerror = () => resolve('refused')
    })`,
    EventSource: `return new Promise((resolve) => {
      const source = new EventSource('${origin}/events')
      source.onopen = () => resolve('loaded')
      source.onerror = () => { source.close(); resolve('refused') }
    })`,
    beacon: `return new Promise((resolve) => {
      document.addEventListener('securitypolicyviolation', () => resolve('refused'), { once: true })
      navigator.sendBeacon('${origin}/beacon', 'x')
    })`,
    image: element('img', { src: `${origin}/image` }),
    script: element('script', { src: `${origin}/script` }),
    style: element('link', { rel: 'stylesheet', href: `${origin}/style` }),
    object: element('object', { data: `${origin}/object` }),
    embed: element('embed', { src: `${origin}/embed` }),
    video: element('video', { src: `${origin}/video` }),
    'background image': addElement(`
      const element = document.createElement('div')
      element.style.background = 'url(${origin}/background)'
      element.textContent = 'x'
      return element`),
    module: `return import('${origin}/module').then(() => 'loaded', () => 'refused')`,
    worker: `return new Promise((resolve) => {
      const worker = new Worker(URL.createObjectURL(new Blob(['fetch("${origin}/worker")'])))
      worker.onmessage = () => resolve('loaded')
      worker.onerror = () => resolve('refused')
    })`,
  }
  for (const [name, body] of Object.entries(attacks)) {
    expect(await attack(page, body), name).toMatch(/^(refused|threw: (TypeError|SecurityError|DataCloneError).*)$/)
  }
  await expectUnreached()
})

/** What a frame shows whose page was refused. */
const emptyFrames = ['', 'about:blank', 'chrome-error://chromewebdata/']

test('no frame is embedded', async () => {
  for (const address of [listener.origin, 'file:///etc/passwd', 'data:text/html,<p>x</p>', 'app://wheelhouse/']) {
    // A frame that is refused shows an empty page of its own, which loads.
    await attack(
      page,
      addElement(`return Object.assign(document.createElement('iframe'), { src: ${JSON.stringify(address)} })`),
    )
    const shown = page
      .frames()
      .slice(1)
      .map((frame) => frame.url())
    expect(
      shown.filter((url) => !emptyFrames.includes(url)),
      address,
    ).toEqual([])
    await attack(page, `document.querySelector('iframe').remove()`)
  }
  await expectUnreached()
})

test('an empty frame has no way to the main process', async () => {
  const found = await attack(
    page,
    `const frame = document.createElement('iframe')
    document.body.append(frame)
    const found = [typeof frame.contentWindow.wheelhouse]
    const text = Object.assign(document.createElement('iframe'), { srcdoc: '<p>x</p>' })
    await new Promise((resolve) => { text.addEventListener('load', resolve); document.body.append(text) })
    found.push(typeof text.contentWindow.wheelhouse)
    frame.remove(); text.remove()
    return found`,
  )
  expect(found).toEqual(['undefined', 'undefined'])
})

test('the page cannot be led away', async () => {
  const { origin } = listener
  const elsewhere = [
    origin,
    'file:///etc/passwd',
    'data:text/html,<p>x</p>',
    'app://elsewhere/',
    'https://127.0.0.1:1/',
  ]
  // The main process is not even asked about these.
  const away = [...elsewhere, 'about:blank', 'about:srcdoc', 'javascript:"x"']
  for (const address of away) {
    const to = JSON.stringify(address)
    await attack(page, `location.href = ${to}`)
    await attack(page, `location.replace(${to})`)
    await attack(
      page,
      `document.body.append(Object.assign(document.createElement('a'), { href: ${to}, id: 'away' }));
      document.getElementById('away').click(); document.getElementById('away').remove()`,
    )
    await attack(
      page,
      `document.head.append(Object.assign(document.createElement('meta'),
      { httpEquiv: 'refresh', content: '0; url=' + ${to} }))`,
    )
    await attack(
      page,
      `const form = Object.assign(document.createElement('form'), { action: ${to}, method: 'post' })
      document.body.append(form); form.submit(); form.remove()`,
    )
    await expectAtHome()
  }
  await expectUnreached()
  await expectAtHome()
})

test('no window is opened', async () => {
  const { origin } = listener
  for (const address of [origin, 'about:blank', 'app://wheelhouse/', 'https://127.0.0.1:1/']) {
    const to = JSON.stringify(address)
    expect(await attack(page, `return window.open(${to}) === null`), address).toBe(true)
    await attack(
      page,
      `const link = Object.assign(document.createElement('a'), { href: ${to}, target: '_blank' })
      document.body.append(link); link.click(); link.remove()`,
    )
  }
  await expectAtHome()
  await expectUnreached()
})

test('no text becomes code', async () => {
  expect(await attack(page, `return eval('1 + 1')`)).toMatch(/^threw: EvalError/)
  expect(await attack(page, `return new Function('return 2')()`)).toMatch(/^threw: EvalError/)
  await attack(page, `setTimeout('window.broken = 1')`)
  const inline = [
    addElement(`return Object.assign(document.createElement('script'), { textContent: 'window.broken = 2' })`),
    addElement(
      `return Object.assign(document.createElement('script'), { src: 'data:text/javascript,window.broken=3' })`,
    ),
    addElement(`
      const element = document.createElement('div')
      element.innerHTML = '<img src="none.png" onerror="window.broken = 4">'
      return element`),
  ]
  for (const body of inline) expect(await attack(page, body)).toBe('refused')
  expect(await attack(page, 'return typeof window.broken')).toBe('undefined')
})

test('every permission is denied', async () => {
  const asked = {
    notifications: `return Notification.requestPermission()`,
    geolocation: `return new Promise((resolve) =>
      navigator.geolocation.getCurrentPosition(() => resolve('granted'), () => resolve('denied')))`,
    camera: `return navigator.mediaDevices.getUserMedia({ video: true, audio: true }).then(() => 'granted', () => 'denied')`,
    screen: `return navigator.mediaDevices.getDisplayMedia().then(() => 'granted', () => 'denied')`,
    clipboard: `return navigator.clipboard.readText().then(() => 'granted', () => 'denied')`,
    midi: `return navigator.requestMIDIAccess({ sysex: true }).then(() => 'granted', () => 'denied')`,
  }
  for (const [name, body] of Object.entries(asked)) expect(await attack(page, body), name).toBe('denied')
})

test('the page has no Node, no Electron and three functions', async () => {
  const has = `return [typeof require, typeof process, typeof module, typeof Buffer, typeof global, typeof ipcRenderer]`
  expect(new Set((await attack(page, has)) as string[])).toEqual(new Set(['undefined']))
  expect(await attack(page, `return Object.keys(window.wheelhouse).sort()`)).toEqual(['invoke', 'on', 'pathForFile'])
  expect(await attack(page, `return window.wheelhouse.invoke.constructor('return typeof process')()`)).toMatch(/^threw/)
  expect(await attack(page, `return window.wheelhouse.pathForFile(new File(['x'], '/etc/passwd'))`)).toBe('')

  const preferences = await app.evaluate(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents as unknown as {
      getLastWebPreferences(): Record<string, unknown>
    }
    return contents.getLastWebPreferences()
  })
  expect(preferences).toMatchObject({
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    webviewTag: false,
  })
})

test('only https addresses are handed to the browser', async ({ launch }) => {
  // A window of its own: what opens addresses is replaced in it.
  ;({ app, page } = await launch({ kubeconfig: null }))
  const opened = await app.evaluateHandle(({ shell }) => {
    const addresses: string[] = []
    Object.assign(shell, {
      openExternal: (address: string) => {
        addresses.push(address)
        return Promise.resolve()
      },
    })
    return addresses
  })
  const ask = (url: string) =>
    attack(
      page,
      `return window.wheelhouse.invoke('app:open_external', { url: ${JSON.stringify(url)} })
      .then(() => 'opened', ({ code }) => code)`,
    )
  for (const url of ['http://127.0.0.1/', 'file:///etc/passwd', 'javascript:1', 'smb://127.0.0.1/x', 'mailto:a@b.c'])
    expect(await ask(url), url).toBe('invalid-input')
  expect(await ask('https://127.0.0.1/page')).toBe('opened')
  expect(await ask(' HTTPS:\\\\127.0.0.1\\a b\u202E')).toBe('opened')
  expect(await opened.evaluate((addresses) => addresses)).toEqual([
    'https://127.0.0.1/page',
    'https://127.0.0.1/a%20b%E2%80%AE',
  ])
})

test('the app serves its own files and nothing else', async () => {
  const paths = [
    '/..%2f..%2fpackage.json',
    '/%2e%2e/%2e%2e/package.json',
    '/assets/..%5c..%5c..%5cpackage.json',
    '/%00',
  ]
  for (const path of paths) {
    const status = await app.evaluate(
      ({ net }, address) => net.fetch(address).then((answer) => answer.status),
      `app://wheelhouse${path}`,
    )
    expect(status, path).toBe(404)
  }
  expect(await attack(page, `return (await fetch('app://wheelhouse/index.html')).status`)).toBe(200)
  expect(await attack(page, `return (await fetch('/..%2f..%2fpackage.json')).status`)).toBe(404)
  for (const address of ['app://elsewhere/index.html', 'file:///etc/passwd'])
    expect(await attack(page, `return (await fetch('${address}')).status`), address).toMatch(/^threw/)
})
