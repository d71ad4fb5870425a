import type { AriaAttributes } from 'vue'
import type { Bridge } from '@shared/contract/bridge'

declare global {
  interface Window {
    /** Put there by electron/preload.ts; absent only where the page was opened outside the app. */
    readonly wheelhouse?: Bridge
  }
}

// Strict templates know an element's own attributes; data-* and aria-* are open-ended, and fall through components.
type OpenAttributes = Record<`data-${string}`, string | number | boolean | undefined>

declare module 'vue' {
  interface HTMLAttributes extends OpenAttributes {}
  interface ComponentCustomProps extends OpenAttributes, AriaAttributes {
    title?: string | undefined
  }
}
