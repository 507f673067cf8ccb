/** A browser that keeps cookies by host and port, follows no redirect by itself, and runs no script. */
export interface Jar {
  get(url: string): Promise<Response>
  /** Sends a form. */
  post(url: string, fields?: Readonly<Record<string, string>>): Promise<Response>
  /** By name, of a place. */
  cookies(url: string): Map<string, string>
}

export function jar(): Jar {
  const places = new Map<string, Map<string, string>>()
  return {
    get: (url) => send(url, {}),
    post: (url, fields = {}) => send(url, { method: 'POST', body: new URLSearchParams(fields) }),
    cookies,
  }

  function cookies(url: string): Map<string, string> {
    const { host } = new URL(url)
    const kept = places.get(host) ?? new Map<string, string>()
    places.set(host, kept)
    return kept
  }

  async function send(url: string, how: RequestInit): Promise<Response> {
    const kept = cookies(url)
    const Cookie = [...kept].map(([name, value]) => `${name}=${value}`).join('; ')
    const reply = await fetch(url, { ...how, redirect: 'manual', headers: { Cookie, Accept: 'text/html' } })
    for (const line of reply.headers.getSetCookie()) {
      const [pair = ''] = line.split(';')
      const at = pair.indexOf('=')
      const [name, value] = [pair.slice(0, at), pair.slice(at + 1)]
      const isOver = value === '' || /expires=Thu, 01 Jan 1970/i.test(line)
      if (isOver) kept.delete(name)
      else kept.set(name, value)
    }
    return reply
  }
}
