import { KeywardError, retryLater } from '../errors.js'

/** Work that begins once its request was answered, so that the time of the answer tells nothing of it. */
export interface Afterwards {
  /** Adds a piece of work, which must not depend on anything that ends with the request; throws 503 `busy` where too many wait. */
  add(work: () => Promise<void>): void
  /** Waits up to 2 s for what was promised, and begins nothing after that. */
  close(): Promise<void>
}

const mostWaiting = 1000
/** Long enough that the answer is on its way by then, whatever the framework has still to do to it. */
const beginsAfterMs = 50
const closeMs = 2000

/** Makes an empty list of work, which is done one piece after the other. */
export function afterwards(): Afterwards {
  const waiting: (() => Promise<void>)[] = []
  let running: Promise<void> | null = null
  let timer: NodeJS.Timeout | undefined
  let isClosed = false

  return Object.freeze({
    add(work) {
      if (isClosed || waiting.length >= mostWaiting) throw retryLater('busy', 1)
      waiting.push(work)
      timer ??= setTimeout(begin, beginsAfterMs).unref()
    },
    async close() {
      isClosed = true
      const late = setTimeout(() => (waiting.length = 0), closeMs)
      begin()
      await running
      clearTimeout(late)
    },
  } satisfies Afterwards)

  function begin(): void {
    clearTimeout(timer)
    timer = undefined
    running ??= doAll().finally(() => (running = null))
  }

  async function doAll(): Promise<void> {
    for (let work = waiting.shift(); work; work = waiting.shift()) await work().catch(warn)
  }
}

/** Warns of work that failed. Its error is not shown, since it may hold what somebody typed. */
function warn(error: unknown): void {
  // The user was changed meanwhile, or is gone.
  if (error instanceof KeywardError && error.status < 500) return
  const code = error instanceof KeywardError ? error.code : 'an unknown error'
  process.emitWarning(`a password reset that was asked for could not be made (${code})`, {
    code: 'KEYWARD_PASSWORD_RESET',
  })
}
