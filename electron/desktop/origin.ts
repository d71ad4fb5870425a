/** The app's own scheme: a real origin (unlike file://), so that CSP, fetch and the sender check can rely on it. */
export const appScheme = 'app'
export const appOrigin = 'app://wheelhouse'
