import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import express from 'express'
import { forExpress } from '../../../adapters/express.js'
import type { Keyward } from '../../../src/index.js'
import { codeAt } from '../../support/totp.js'
import type { People, Person } from './people.js'

/** An app with keyward, and what people do in it. Each answers what was wrong; `null` = nothing. */
export interface Visits {
  /** Signs in with a password and a code; `ahead` = of so many steps to come. */
  signIn(person: Person, ahead?: number): Promise<string | null>
  useKey(person: Person): Promise<string | null>
  /** Has a private key sign something. */
  sign(person: Person): Promise<string | null>
  /** Has a host ask for a person's SSH keys. */
  askAsHost(person: Person, host: number): Promise<string | null>
  /** Has the whole audit proved. */
  verify(): Promise<string | null>
  close(): Promise<void>
}

const stepMs = 30_000

/** Opens the app. */
export async function openVisits(keyward: Keyward, { password, hosts }: People): Promise<Visits> {
  const { router, guard } = forExpress(keyward)
  const app = express()
  app.use('/auth', router())
  app.get('/guarded', guard(), (_req, res) => res.json({}))
  const server = createServer(app)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`
  return Object.freeze({
    async signIn({ username, totp }, ahead = 0) {
      const first = await post('/auth/session', { username, password })
      if (first.status !== 202) return said('the password', first)
      const code = codeAt(totp, Date.now() + ahead * stepMs)
      const Cookie = first.headers
        .getSetCookie()
        .map((line) => line.split(';')[0])
        .join('; ')
      const second = await post('/auth/session/totp', { code }, { Cookie })
      return second.status === 201 ? null : said('the code', second)
    },
    async useKey({ apiKey }) {
      const answer = await get('/guarded', apiKey)
      return answer.status === 200 ? null : said('the API key', answer)
    },
    async sign({ id, privateKey }) {
      const what = { data: Buffer.from('something'), purpose: 'a test' }
      const { blob } = await keyward.sshPrivateKeys.signFor({ userId: id }, privateKey, what)
      return blob.length > 0 ? null : 'the private key signed nothing'
    },
    async askAsHost({ username, fingerprint }, host) {
      const path = `/auth/ssh/authorized_keys/${username}?fingerprint=${encodeURIComponent(fingerprint)}`
      const answer = await get(path, hosts[host % hosts.length] ?? '')
      const isThere = answer.status === 200 && (await answer.clone().text()).includes('ssh-ed25519 ')
      return isThere ? null : said('the SSH key', answer)
    },
    async verify() {
      const { fault } = await keyward.audit.verify()
      return fault === null ? null : `the audit: ${JSON.stringify(fault)}`
    },
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  } satisfies Visits)

  function post(
    path: string,
    body: object,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Response> {
    const all = { 'Content-Type': 'application/json', ...headers }
    return fetch(url + path, { method: 'POST', headers: all, body: JSON.stringify(body) })
  }

  function get(path: string, bearer: string): Promise<Response> {
    return fetch(url + path, { headers: { Authorization: `Bearer ${bearer}` } })
  }
}

async function said(what: string, answer: Response): Promise<string> {
  return `${what}: ${String(answer.status)} ${await answer.text()}`
}
