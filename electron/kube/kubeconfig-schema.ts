import { z } from 'zod'

/**
 * A kubeconfig file as client-go's v1 types define it (k8s.io/client-go/tools/clientcmd/api/v1/types.go). Unknown keys
 * are let through: extensions, preferences and fields of newer versions are nobody's mistake.
 */
const text = z.string().nullish()
const flag = z.boolean().nullish()

const clusterSchema = z.looseObject({
  server: text,
  'certificate-authority': text,
  'certificate-authority-data': text,
  'insecure-skip-tls-verify': flag,
  'tls-server-name': text,
  'proxy-url': text,
})

const execSchema = z.looseObject({
  command: z.string().min(1),
  args: z.array(z.string()).nullish(),
  env: z.array(z.looseObject({ name: z.string(), value: z.string() })).nullish(),
  apiVersion: text,
  installHint: text,
  provideClusterInfo: flag,
  interactiveMode: text,
})

const userSchema = z.looseObject({
  'client-certificate': text,
  'client-certificate-data': text,
  'client-key': text,
  'client-key-data': text,
  token: text,
  tokenFile: text,
  username: text,
  password: text,
  as: text,
  'as-uid': text,
  'as-groups': z.array(z.string()).nullish(),
  'as-user-extra': z.record(z.string(), z.array(z.string())).nullish(),
  'auth-provider': z.looseObject({ name: z.string(), config: z.record(z.string(), z.string()).nullish() }).nullish(),
  exec: execSchema.nullish(),
})

const contextSchema = z.looseObject({ cluster: text, user: text, namespace: text })

const named = { name: z.string().min(1) }

/** The whole file. An empty file is an empty configuration, as for kubectl. */
export const kubeconfigSchema = z.looseObject({
  kind: z.literal(['Config', '']).nullish(),
  'current-context': text,
  clusters: z.array(z.looseObject({ ...named, cluster: clusterSchema.nullish() })).nullish(),
  users: z.array(z.looseObject({ ...named, user: userSchema.nullish() })).nullish(),
  contexts: z.array(z.looseObject({ ...named, context: contextSchema.nullish() })).nullish(),
})

export type RawKubeconfig = z.output<typeof kubeconfigSchema>
export type RawCluster = z.output<typeof clusterSchema>
export type RawUser = z.output<typeof userSchema>
export type RawContext = z.output<typeof contextSchema>
export type ExecConfig = z.output<typeof execSchema>
