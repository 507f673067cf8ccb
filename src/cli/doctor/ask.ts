import { urlOf } from '../../input/url-of.js'
import { UsageError } from '../error.js'
import type { Ask } from './request.js'

const patienceMs = 5000
/** More than any answer of keyward's has. */
const mostBytes = 4_194_304

/** Makes the requests of an address, without following redirects. */
export function askAt(url: string): Ask {
  const base = url.replace(/\/$/, '')
  if (!isAddress(base)) {
    throw new UsageError(
      '--url must be an address such as https://app.example.com/auth, without a user, a query and a fragment',
    )
  }
  return async (path, { method = 'GET', headers = {} } = {}) => {
    const signal = AbortSignal.timeout(patienceMs)
    const body = method === 'GET' ? {} : { body: '{}' }
    const answer = await fetch(base + path, { method, headers, redirect: 'manual', signal, ...body })
    return {
      status: answer.status,
      headers: Object.fromEntries(answer.headers),
      cookies: answer.headers.getSetCookie(),
      body: await beginningOf(answer),
    }
  }
}

/** Whether it names a place and nothing more: a user would be told to whoever answers, and to whoever reads the error. */
function isAddress(text: string): boolean {
  const url = urlOf(text)
  if (!url) return false
  const { protocol, username, password, search, hash } = url
  return /^https?:$/.test(protocol) && username + password + search + hash === ''
}

/** What an answer begins with: an address that goes on for ever takes up no memory. */
async function beginningOf({ body }: Response): Promise<string> {
  // Node.js declares the parts of a body as `any`.
  const parts: AsyncIterable<Uint8Array> | null = body
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of parts ?? []) {
    chunks.push(chunk)
    size += chunk.byteLength
    if (size > mostBytes) break
  }
  return Buffer.concat(chunks).toString()
}
