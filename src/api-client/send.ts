import type { IfMatch } from './version.js'
import { problemIn } from './problem-error.js'

/** How to reach keyward, and as whom. */
export interface ClientOptions {
  /** Where keyward is mounted, such as `https://app.example.com/auth`. In a browser a path is enough: `/auth`. */
  readonly baseUrl: string | URL
  /** An API key or token, or what answers one at each request. Default: none, so that a browser's cookie counts. */
  readonly token?: string | (() => string | undefined | Promise<string | undefined>)
  /** Sends the requests: for a proxy, for cookies outside a browser, for tests. Default: the global `fetch`. */
  readonly fetch?: (url: string, init: RequestInit) => Promise<Response>
  /** Sent with each request. */
  readonly headers?: Readonly<Record<string, string>>
  /** When a browser sends its cookies. Default: `fetch`'s own, `same-origin`. */
  readonly credentials?: 'omit' | 'same-origin' | 'include'
}

/** What each function takes after what its route takes. */
export interface CallOptions {
  /** Ends the wait for the answer: the promise is rejected with its reason. */
  readonly signal?: AbortSignal
  /** Sent with this request, beside those of the client. */
  readonly headers?: Readonly<Record<string, string>>
}

/** A request as the functions of routes describe it. */
export interface Asked {
  readonly method: string
  /** Below `baseUrl`, with what is in it already encoded. */
  readonly path: string
  readonly body?: { readonly type: string; readonly text: string }
  readonly options?: CallOptions & IfMatch
}

/** Sends a request, and answers what came back where it is not a refusal; throws a `ProblemError` where it is. */
export type Send = (asked: Asked) => Promise<Response>

/** Makes it. */
export function sender(options: ClientOptions): Send {
  const { token, headers, credentials } = options
  const base = String(options.baseUrl).replace(/\/+$/, '')
  // Called as a plain function: a browser's `fetch` refuses to be anybody's method.
  const request = options.fetch ?? ((url, init) => fetch(url, init))
  return async ({ method, path, body, options: { signal, headers: more, ifMatch } = {} }) => {
    const secret = typeof token === 'function' ? await token() : token
    const response = await request(base + path, {
      method,
      headers: {
        Accept: 'application/json',
        ...headers,
        ...more,
        ...(secret === undefined ? {} : { Authorization: `Bearer ${secret}` }),
        ...(body === undefined ? {} : { 'Content-Type': body.type }),
        ...(ifMatch === undefined ? {} : { 'If-Match': ifMatch }),
      },
      body: body?.text,
      signal,
      // keyward's routes never redirect: whoever does gets neither password nor key a second time.
      redirect: 'manual',
      // Not all that have `fetch` know the word.
      ...(credentials === undefined ? {} : { credentials }),
    })
    if (!response.ok) throw await problemIn(response)
    return response
  }
}
