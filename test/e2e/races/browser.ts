import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { noteSecret } from '../../support/secrets.js'

export interface Answer {
  readonly status: number
  readonly code: string | null
  readonly body: Readonly<Record<string, unknown>>
}

/** A browser that talks to one process of an app, or to another, with the same cookies. */
export interface Browser {
  /** Sends a request; the cookies it is answered are kept. */
  send(url: string, method: 'POST' | 'DELETE', path: string, body?: object): Promise<Answer>
}

export function browser(): Browser {
  const cookies = new Map<string, string>()
  return {
    async send(url, method, path, body) {
      const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
      const headers = { 'Content-Type': 'application/json', Cookie: cookie }
      const response = await fetch(url + path, { method, headers, body: body && JSON.stringify(body) })
      for (const line of response.headers.getSetCookie()) {
        const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
        noteSecret(value)
        if (value === '') cookies.delete(name)
        else cookies.set(name, value)
      }
      const text = await response.text()
      const answered = (text === '' ? {} : JSON.parse(text)) as Answer['body']
      return { status: response.status, code: (answered.code ?? null) as string | null, body: answered }
    },
  }
}

/** How often each outcome came, as `201` or `410 expired`. */
export function tally(answers: readonly Answer[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const { status, code } of answers) {
    const outcome = code === null ? String(status) : `${String(status)} ${code}`
    counts[outcome] = (counts[outcome] ?? 0) + 1
  }
  return counts
}

/** The answer, which must be of this status. */
export function expected(status: number, answer: Answer): Answer['body'] {
  assert.deepEqual([answer.status, answer.code], [status, null])
  return answer.body
}

/** What an authenticator app shows (RFC 6238), `ahead` steps from now. */
export function appCode(secret: string, ahead: number): string {
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + ahead))
  const mac = createHmac('sha1', fromBase32(secret)).update(counter).digest()
  const offset = (mac.at(-1) ?? 0) & 15
  return String((mac.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0')
}

function fromBase32(text: string): Buffer {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
  const bits = [...text].map((symbol) => alphabet.indexOf(symbol).toString(2).padStart(5, '0')).join('')
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => parseInt(byte, 2)))
}
