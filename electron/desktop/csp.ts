/**
 * The Content-Security-Policy of every answer of the app's scheme.
 *
 * `style-src 'unsafe-inline'` is the accepted trade: the UI kit and CodeMirror write style elements; nonces would need
 * a patch of the kit at every update. Scripts stay at 'self': no inline code, no eval.
 */
export const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')
