import { configure } from '@testing-library/vue'

// As long as other waits (tools/testing/patience.ts): a window with an editor in it is slow to draw without a browser.
configure({ asyncUtilTimeout: 15_000 })
