import { z } from 'zod'

/** What `node tools/demo.mjs --json` prints: one JSON object a line. */
const lineSchema = z.discriminatedUnion('type', [
  z.looseObject({
    type: z.literal('progress'),
    step: z.string().max(200),
    done: z.number().min(0),
    total: z.number().min(0),
  }),
  z.looseObject({
    type: z.literal('ready'),
    kubeconfig: z.string().min(1).max(4096),
    context: z.string().min(1).max(512),
    helmHome: z.record(z.string().regex(/^(HELM|XDG)_[A-Z_]+$/), z.string().max(4096)),
  }),
  z.looseObject({ type: z.literal('error'), message: z.string().max(4000) }),
])

export type DemoLine = z.output<typeof lineSchema>

/** One line of the demo's output; undefined for anything else, which a tool below it may have printed. */
export function parseDemoLine(line: string): DemoLine | undefined {
  try {
    const parsed = lineSchema.safeParse(JSON.parse(line))
    return parsed.success ? parsed.data : undefined
  } catch {
    return undefined
  }
}
