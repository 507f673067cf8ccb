import { UsageError } from '../error.js'
import type { Ask } from './request.js'

const patienceMs = 5000

/** Makes the requests of an address, without following redirects. */
export function askAt(url: string): Ask {
  const base = url.replace(/\/$/, '')
  if (!URL.canParse(base) || !/^https?:/.test(base))
    throw new UsageError(`--url must be an address such as https://app.example.com/auth`)
  return async (path, { method = 'GET', headers = {} } = {}) => {
    const signal = AbortSignal.timeout(patienceMs)
    const body = method === 'GET' ? {} : { body: '{}' }
    const answer = await fetch(base + path, { method, headers, redirect: 'manual', signal, ...body })
    return {
      status: answer.status,
      headers: Object.fromEntries(answer.headers),
      cookies: answer.headers.getSetCookie(),
      body: await answer.text(),
    }
  }
}
