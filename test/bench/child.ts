import { fork } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** A process of the bench's own that answers questions. */
export interface Child {
  /** The answer to a question; one at a time. */
  ask<Answer>(question: string): Promise<Answer>
  stop(): Promise<void>
}

type Answers = Readonly<Record<string, () => unknown>>

/** Starts a script of this folder with an argument; resolves once it is ready. */
export async function startChild(script: string, argument: object): Promise<Child> {
  const child = fork(fileURLToPath(new URL(`${script}.js`, import.meta.url)))
  const next = <T>(): Promise<T> => nextMessage<T>(child, script)
  child.send(argument)
  await next()
  return {
    ask<T>(question: string) {
      const answer = next<T>()
      child.send(question)
      return answer
    },
    stop() {
      if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve()
      const stopped = new Promise<void>((done) => child.once('exit', () => done()))
      child.kill()
      return stopped
    },
  }
}

/** In the child: what it was started with. */
export function givenArgument<T>(): Promise<T> {
  return new Promise((resolve) => {
    process.once('message', (argument) => resolve(argument as T))
  })
}

/** In the child: says that it is ready, and answers from then on. */
export function answer(answers: Answers): void {
  process.on('message', (question: string) => {
    void Promise.resolve(answers[question]?.()).then((reply) => process.send?.(reply ?? null))
  })
  process.on('disconnect', () => process.exit())
  process.send?.('ready')
}

function nextMessage<T>(child: ChildProcess, script: string): Promise<T> {
  return new Promise((resolve, reject) => {
    const ended = (code: number | null): void => {
      reject(new Error(`${script} ended with ${String(code)}`))
    }
    child.once('exit', ended)
    child.once('message', (message) => {
      child.off('exit', ended)
      resolve(message as T)
    })
  })
}
