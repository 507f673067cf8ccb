/** An answer, with its body where that is JSON. */
interface Visit {
  readonly status: number
  readonly body: Readonly<Record<string, string>>
}

/** What a page's script can do in a browser: it keeps cookies, and sends JSON. */
export interface Visitor {
  get(path: string, headers?: Readonly<Record<string, string>>): Promise<Visit>
  post(path: string, body?: object, headers?: Readonly<Record<string, string>>): Promise<Visit>
}

/** A visitor without cookies yet. */
export function visitor(url: string): Visitor {
  const cookies = new Map<string, string>()
  return Object.freeze({
    get: (path, headers = {}) => visit(path, { headers }),
    post(path, body = {}, headers = {}) {
      const json = { 'Content-Type': 'application/json', ...headers }
      return visit(path, { method: 'POST', headers: json, body: JSON.stringify(body) })
    },
  } satisfies Visitor)

  async function visit(path: string, init: RequestInit): Promise<Visit> {
    const Cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const headers = { ...(init.headers as Record<string, string>), ...(Cookie !== '' && { Cookie }) }
    const reply = await fetch(url + path, { ...init, headers })
    for (const line of reply.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      cookies.set(name, value)
    }
    const text = await reply.text()
    return { status: reply.status, body: text.startsWith('{') ? (JSON.parse(text) as Visit['body']) : {} }
  }
}
