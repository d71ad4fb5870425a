import type { App, Session, WebContents } from 'electron'

/**
 * Denies what the window never needs: leaving its page, opening windows, embedding, permissions, downloads.
 * Applied to every webContents as it is made, so that one added later cannot forget it. What no event here tells of, the
 * preload keeps from happening: a page that leads itself to about:blank.
 */
export function restrictContents(app: Pick<App, 'on'>): void {
  app.on('web-contents-created', (_event, contents) => {
    restrict(contents)
  })
}

function restrict(contents: WebContents): void {
  contents.on('will-navigate', (event) => event.preventDefault())
  contents.on('will-frame-navigate', (event) => event.preventDefault())
  contents.on('will-redirect', (event) => event.preventDefault())
  contents.on('will-attach-webview', (event) => event.preventDefault())
  contents.setWindowOpenHandler(() => ({ action: 'deny' }))
}

/** Denies every permission, device and download of a session. */
export function restrictSession(session: Session): void {
  session.setPermissionRequestHandler((_contents, _permission, callback) => callback(false))
  session.setPermissionCheckHandler(() => false)
  session.setDevicePermissionHandler(() => false)
  session.on('will-download', (event) => event.preventDefault())
  session.setSpellCheckerEnabled(false)
}
