import { z } from 'zod'
import { actorOf } from '../auth/client.js'
import { entityTag, sshdFeatures } from '../ssh/authorized-keys.js'
import { readFingerprint } from '../ssh/fingerprint.js'
import { listOf, page, pageRequest } from './input.js'
import { ifNoneMatch } from './precondition.js'
import type { Reply, Route } from './route.js'
import { created, noContent, ok, route } from './route.js'
import type { Services } from './services.js'

const name = z.string().max(1000)
const newSshKey = z.strictObject({
  name,
  publicKey: z.string(),
  expiresInDays: z.number().nullable().optional(),
})
const change = z.strictObject({ name })
const hostQuery = z.strictObject({
  fingerprint: z
    .string()
    .max(100)
    .transform((text, context) => {
      // A "+" that was not encoded arrives as a blank, which base64 has none of.
      const fingerprint = readFingerprint(text.replaceAll(' ', '+'))
      if (fingerprint !== null) return fingerprint
      context.issues.push({ code: 'invalid_format', format: 'fingerprint', input: text })
      return z.NEVER
    })
    .optional(),
})

/** The caller's SSH keys, and the keys that a host is to let in. */
export function sshKeyRoutes({ sshKeys, accountKeys }: Services): readonly Route[] {
  return [
    route('get', '/ssh-keys', {
      level: 'session',
      query: page,
      handler: async ({ principal, query }) =>
        ok(listOf(await sshKeys.list(principal.user, pageRequest(query)))),
    }),
    route('post', '/ssh-keys', {
      level: 'recent',
      body: newSshKey,
      handler: async ({ client, principal: { user }, body, path }) => {
        const key = await sshKeys.create(actorOf(client, user), user, body)
        return created(key, `${path}/${key.id}`)
      },
    }),
    route('get', '/ssh-keys/:id', {
      level: 'session',
      handler: async ({ principal, param }) => ok(await sshKeys.get(principal.user, param('id'))),
    }),
    route('patch', '/ssh-keys/:id', {
      level: 'session',
      body: change,
      handler: async ({ client, principal: { user }, param, body }) =>
        ok(await sshKeys.rename(actorOf(client, user), user, param('id'), body.name)),
    }),
    route('delete', '/ssh-keys/:id', {
      level: 'session',
      handler: async ({ client, principal: { user }, param }) => {
        await sshKeys.remove(actorOf(client, user), user, param('id'))
        return noContent
      },
    }),
    route('get', '/ssh/authorized_keys/:account', {
      level: 'host',
      query: hostQuery,
      handler: async ({ client, principal, param, query }) => {
        const text = await accountKeys.textFor(principal, {
          account: param('account'),
          fingerprint: query.fingerprint ?? null,
          sshd: sshdFeatures(client.headers['keyward-sshd']?.[0]),
        })
        return authorizedKeys(text, client.headers['if-none-match'])
      },
    }),
  ]
}

function authorizedKeys(text: string, known: readonly string[] | undefined): Reply {
  const tag = entityTag(text)
  const headers = { ETag: tag, 'Cache-Control': 'private, no-cache' }
  if (ifNoneMatch(known, tag)) return { status: 304, headers }
  return { status: 200, body: text, headers: { ...headers, 'Content-Type': 'text/plain; charset=utf-8' } }
}
