import log from 'electron-log/main'

export interface Log {
  info(text: string): void
  warn(text: string): void
  error(text: string): void
}

/**
 * The local log: one rotating file of 1 MB, for a problem report. Callers pass sentences of their own, never values,
 * manifests or tokens. Nothing is sent anywhere.
 */
export function openLog(file: string): Log {
  log.transports.file.resolvePathFn = () => file
  log.transports.file.maxSize = 1024 * 1024
  log.transports.file.level = 'info'
  log.transports.console.level = false
  log.errorHandler.startCatching({ showDialog: false })
  return {
    info: (text) => log.info(text),
    warn: (text) => log.warn(text),
    error: (text) => log.error(text),
  }
}
