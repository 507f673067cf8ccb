import { headerIn } from '../../src/client.js'
import type { Client } from '../../src/index.js'

/** What browsers, gateways and SDKs send beside a credential; with Host, Connection and Authorization they are 14. */
export const usualHeaders: Readonly<Record<string, string>> = {
  Accept: 'application/json, text/plain, */*',
  'Accept-Encoding': 'gzip, deflate, br, zstd',
  'Accept-Language': 'en-GB,en;q=0.9,de;q=0.8',
  'Cache-Control': 'no-cache',
  Referer: 'https://app.example.com/jobs',
  'Sec-Fetch-Dest': 'empty',
  'Sec-Fetch-Mode': 'cors',
  'Sec-Fetch-Site': 'same-origin',
  'User-Agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
  'X-Forwarded-For': '203.0.113.50',
  'X-Request-Id': '4be1f7b0-0cbd-4d16-bd0e-6c7cf2be63d5',
}

/** A client that sends the 14 usual headers. */
export function usualClient(token: string): Client {
  const before = { Host: 'localhost:3000', Connection: 'keep-alive' }
  return clientOfRaw({ ...before, ...usualHeaders, Authorization: `Bearer ${token}` })
}

/** A client that sends no more than load generators do. */
export function leanClient(token: string): Client {
  return clientOfRaw({ Host: 'localhost:3000', Authorization: `Bearer ${token}` })
}

/** New strings each time, as a parser makes them, whose hashes nobody knows yet. */
function clientOfRaw(headers: Readonly<Record<string, string>>): Client {
  const texts = Object.entries(headers).flat()
  const bytes = Buffer.from(texts.join(''), 'latin1')
  let end = 0
  const rawHeaders = texts.map(({ length }) => bytes.toString('latin1', end, (end += length)))
  return {
    method: 'GET',
    ip: () => '127.0.0.1',
    socketAddress: () => '127.0.0.1',
    header: (name) => headerIn(rawHeaders, name),
  }
}
