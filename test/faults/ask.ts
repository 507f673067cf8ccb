import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import { origin } from '../support/app.js'
import { newPassword, noteSecret } from '../support/secrets.js'
import type { Told } from './told.js'

interface Sent {
  /** A secret, or the line of a cookie. */
  readonly credential?: string
  readonly body?: object
}

interface Answer {
  readonly status: number
  readonly body: Readonly<Record<string, unknown>>
  /** The first cookie that it set, as it is sent back. */
  readonly cookie: string
}

/** Sends requests, and notes how long answers take and how many say that it can't be done now. */
export interface Asker {
  send(method: 'GET' | 'POST' | 'DELETE', url: string, sent?: Sent): Promise<Answer>
  /** The status with which a guard answers. */
  guard(url: string, credential: string): Promise<number>
  /** The status with which a one-time link is answered. */
  link(url: string, code: string): Promise<number>
}

const pauseMs = 50

export function asker(told: Pick<Told, 'unavailable' | 'slowestMs'>): Asker {
  return {
    send,
    guard: async (url, credential) => (await send('GET', `${url}/guarded`, { credential })).status,
    async link(url, code) {
      const body = { code, newPassword: newPassword() }
      return (await send('POST', `${url}/auth/one-time-links/password-reset`, { body })).status
    },
  }

  async function send(method: string, url: string, { credential = '', body }: Sent = {}): Promise<Answer> {
    const began = performance.now()
    const response = await fetch(url, {
      method,
      headers: {
        'Content-Type': 'application/json',
        Origin: origin,
        ...headerOf(credential),
      },
      body: body && JSON.stringify(body),
    })
    const text = await response.text()
    told.slowestMs = Math.max(told.slowestMs, performance.now() - began)
    const [cookie = ''] = response.headers.getSetCookie()[0]?.split(';') ?? []
    noteSecret(cookie.slice(cookie.indexOf('=') + 1))
    if (response.status === 503) {
      told.unavailable++
      await sleep(pauseMs)
    }
    return { status: response.status, cookie, body: text === '' ? {} : (JSON.parse(text) as Answer['body']) }
  }
}

function headerOf(credential: string): Readonly<Record<string, string>> {
  if (credential === '') return {}
  return credential.includes('=') ? { Cookie: credential } : { Authorization: `Bearer ${credential}` }
}

/** Fails unless the status is this one, or says that it can't be done now; answers whether it is. */
export function isDone(status: number, answered: number, what: string): boolean {
  assert.ok(answered === status || answered === 503, `${what}: ${String(answered)}`)
  return answered === status
}
