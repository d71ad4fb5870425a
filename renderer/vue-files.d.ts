// Plain TypeScript (the linter's typed rules) cannot read .vue files; vue-tsc resolves the real ones and ignores this.
declare module '*.vue' {
  import type { DefineComponent } from 'vue'
  const component: DefineComponent
  export default component
}
