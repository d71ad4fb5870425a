/** A picture built into the bundle: nothing has to be found on disk at run time, in a package or out of it. */
declare module '*.png?inline' {
  /** As a data: address. */
  const dataUrl: string
  export default dataUrl
}
