import { z } from 'zod'
import { base64Pattern } from '@shared/go-scalar'

/**
 * A kubeconfig file as client-go's v1 types define it (k8s.io/client-go/tools/clientcmd/api/v1/types.go), decoded as it
 * decodes them: null is as good as nothing, unknown fields are let through, one wrong type spoils the whole file.
 */
const text = z.string().nullish()
const flag = z.boolean().nullish()
/** Text that is '' where there is none. */
const wanted = text.transform((value) => value ?? '')
const texts = z.array(wanted).nullish()

/** Line breaks are skipped. The only custom fault of this schema: its words are kubeconfig-words.ts'. */
const base64 = z
  .string()
  .refine((data) => base64Pattern.test(data.replaceAll(/[\r\n]/g, '')))
  .nullish()

/** An item that is null is an empty one. */
const orEmpty = (value: unknown): unknown => value ?? {}

const extensions = z
  .array(z.preprocess(orEmpty, z.looseObject({ name: wanted, extension: z.unknown().optional() })))
  .nullish()

const clusterSchema = z.looseObject({
  server: text,
  'certificate-authority': text,
  'certificate-authority-data': base64,
  'insecure-skip-tls-verify': flag,
  'tls-server-name': text,
  'proxy-url': text,
  'disable-compression': flag,
  extensions,
})

const execSchema = z.looseObject({
  command: wanted,
  args: texts,
  env: z.array(z.preprocess(orEmpty, z.looseObject({ name: wanted, value: wanted }))).nullish(),
  apiVersion: text,
  installHint: text,
  provideClusterInfo: flag,
  interactiveMode: text,
})

const userSchema = z.looseObject({
  'client-certificate': text,
  'client-certificate-data': base64,
  'client-key': text,
  'client-key-data': base64,
  token: text,
  tokenFile: text,
  username: text,
  password: text,
  as: text,
  'as-uid': text,
  'as-groups': texts,
  'as-user-extra': z
    .record(
      z.string(),
      texts.transform((values) => values ?? []),
    )
    .nullish(),
  'auth-provider': z.looseObject({ name: wanted, config: z.record(z.string(), wanted).nullish() }).nullish(),
  exec: execSchema.nullish(),
  extensions,
})

const contextSchema = z.looseObject({ cluster: text, user: text, namespace: text, extensions })

/** The whole file. An empty file is an empty configuration, as for kubectl; kind and apiVersion are kubeconfig-files.ts'. */
export const kubeconfigSchema = z.looseObject({
  'current-context': text,
  preferences: z.looseObject({ colors: flag, extensions }).nullish(),
  clusters: z.array(z.preprocess(orEmpty, z.looseObject({ name: wanted, cluster: clusterSchema.nullish() }))).nullish(),
  users: z.array(z.preprocess(orEmpty, z.looseObject({ name: wanted, user: userSchema.nullish() }))).nullish(),
  contexts: z.array(z.preprocess(orEmpty, z.looseObject({ name: wanted, context: contextSchema.nullish() }))).nullish(),
  extensions,
})

export type RawKubeconfig = z.output<typeof kubeconfigSchema>
export type RawCluster = z.output<typeof clusterSchema>
export type RawUser = z.output<typeof userSchema>
export type RawContext = z.output<typeof contextSchema>
export type ExecConfig = z.output<typeof execSchema>
