/** A `fetch` that keeps cookies, as a browser does, of one place. */
export function cookieFetch(): (url: string, init: RequestInit) => Promise<Response> {
  const kept = new Map<string, string>()
  return async (url, init) => {
    const headers = new Headers(init.headers)
    if (kept.size > 0) headers.set('Cookie', [...kept].map((pair) => pair.join('=')).join('; '))
    const response = await fetch(url, { ...init, headers })
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      if (value === '') kept.delete(name)
      else kept.set(name, value)
    }
    return response
  }
}
