/** A request as it left the client. */
export interface SentRequest {
  readonly url: string
  readonly init: RequestInit
}

/** An answer of the network's; a function is called when its turn comes. */
export type ScriptedAnswer = Response | (() => Response | Promise<Response>)

/** What stands for the network: it answers what it is told, in turn, and keeps what it was asked. */
export function scriptedFetch(...answers: readonly ScriptedAnswer[]): {
  readonly sent: readonly SentRequest[]
  fetch(url: string, init: RequestInit): Promise<Response>
} {
  const sent: SentRequest[] = []
  const left = [...answers]
  return {
    sent,
    async fetch(url, init) {
      sent.push({ url, init })
      const next = left.shift()
      if (next === undefined) throw new TypeError(`nothing answers ${url}`)
      return typeof next === 'function' ? next() : next
    },
  }
}

/** An answer of JSON. */
export function json(body: object, init: ResponseInit = {}): Response {
  return new Response(JSON.stringify(body), {
    ...init,
    headers: { 'Content-Type': 'application/json; charset=utf-8', ...init.headers },
  })
}
