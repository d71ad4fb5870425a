import { answerQuestions } from '../workers/answer-questions'
import { parseKubeconfigText } from './kubeconfig-parse'
import { packKubeconfig } from './kubeconfig-pieces'

/** The worker that parses large kubeconfigs, so that the main process never waits for them. */
answerQuestions(async (text) => packKubeconfig(await parseKubeconfigText(text as string)))
