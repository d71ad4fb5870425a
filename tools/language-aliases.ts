import { resolve } from 'node:path'

const stub = (name: string): string => resolve(`renderer/lib/values-language/stubs/${name}.ts`)

/**
 * What the YAML language service is built with in place of some of its dependencies, for the window's build and for specs alike:
 * it runs in a worker of the page, without Node, without evaluating code and without the server around it. The longer names come first.
 */
export const languageAliases = {
  'ajv/dist/2019.js': stub('ajv-2019'),
  'ajv/dist/2020.js': stub('ajv-2020'),
  'ajv-draft-04': stub('ajv-draft-04'),
  'ajv-i18n': stub('nothing'),
  ajv: stub('ajv-draft-07'),
  'request-light': stub('nothing'),
  'prettier/standalone': stub('nothing'),
  'prettier/plugins/yaml': stub('nothing'),
  'prettier/plugins/estree': stub('nothing'),
  'vscode-languageserver/node': stub('server'),
  'vscode-languageserver-protocol': stub('server'),
  'vscode-languageserver': stub('server'),
  path: stub('path'),
}
