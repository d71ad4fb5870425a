import { createLanguageEngine } from './engine'
import type { LanguageAnswer, LanguageQuestion, LanguageRequest } from './messages'

const engine = createLanguageEngine()

/** One after another: a question is answered for the subject that was told before it. */
let last: Promise<void> = Promise.resolve()

self.onmessage = ({ data }: MessageEvent<LanguageRequest>) => {
  last = last.then(() => take(data))
}

async function take(request: LanguageRequest): Promise<void> {
  if (request.kind === 'subject') {
    engine.setSubject(request.subject)
    return
  }
  if (request.kind === 'layers') {
    engine.setLayers(request.around)
    return
  }
  const answer: LanguageAnswer = { id: request.id, answer: await answerTo(request) }
  self.postMessage(answer)
}

/** A stranger's schema may bring the service down in many ways: then it knows nothing. */
async function answerTo(question: LanguageQuestion): Promise<LanguageAnswer['answer']> {
  try {
    if (question.kind === 'complete') return await engine.complete(question.text, question.offset)
    if (question.kind === 'hover') return engine.hover(question.text, question.offset)
    return engine[question.kind](question.text)
  } catch {
    return null
  }
}
