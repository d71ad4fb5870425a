/**
 * Stands for the protocol of a language server, of which the service names a few messages and none is ever sent. The types that
 * both speak of come from their own package.
 */
export * from 'vscode-languageserver-types'

export class RequestType {
  readonly kind = 'request'
}
export class NotificationType {
  readonly kind = 'notification'
}
export class ResponseError extends Error {}
export const ErrorCodes = {}
