import { fingerprint } from '../crypto/digest.js'
import { KeywardError } from '../errors.js'
import type { Call, Principals, Reply, Route } from '../http/route.js'
import { route } from '../http/route.js'
import { ConflictError } from '../store/write.js'
import { z } from 'zod'
import type { Form } from './form.js'
import { formFields, noForm, readForm } from './form.js'
import type { Page } from './page.js'
import type { Problem } from './problem.js'
import { problemOf } from './problem.js'
import { refusal } from './refusal.js'
import { pageReply } from './reply.js'
import type { Site } from './section.js'
import type { Setting } from './setting.js'
import type { PageLevel, Visit } from './visit.js'
import { holderOf, seeOther, visitOf, withQuery } from './visit.js'

/** Refusals that somebody at a form can do something about, beside conflicts, stale forms, unacceptable fields and too many attempts. */
const mendable: readonly string[] = ['invalid_credentials', 'invalid_code', 'limit_reached', 'busy']

/** Any parameters may stand in the query: those that are not known are not looked at. */
const anyQuery = z.record(z.string(), z.unknown())

export function site(setting: Setting): Site {
  const { services } = setting
  return Object.freeze({
    services,
    get(path, { level, handler }) {
      const made: Route = route('get', path, {
        level,
        query: anyQuery,
        refuse: (error, request) => refusal(setting, made, { error, request, secrets: [] }),
        handler: async (call) => {
          const visit = visitTo(path, call, noForm)
          return answer(visit, await handler(visit))
        },
      })
      return made
    },

    post(path, { level, handler, once, secrets = [], again }) {
      const made: Route = route('post', path, {
        level,
        form: true,
        sameOrigin: true,
        query: anyQuery,
        body: formFields,
        refuse: (error, request) => refusal(setting, made, { error, request, secrets }),
        handler: async (call) => {
          const visit = visitTo(path, call, readForm(call.body))
          if (!(await isFirst(visit, once === undefined ? null : path))) {
            return seeOther(withQuery(visit.url(once ?? ''), { notice: 'sent-already' }))
          }
          return answer(
            visit,
            await handler(visit).catch((error: unknown) => shownAgain(error, visit, again)),
          )
        },
      })
      return made
    },
  } satisfies Site)

  function visitTo<L extends PageLevel>(
    path: string,
    call: Call<unknown, unknown, Principals[L]>,
    form: Form,
  ): Visit<Principals[L]> {
    const { client, principal, param } = call
    const query = call.query as Record<string, unknown>
    return visitOf({ ...setting, route: path, client, principal, param, path: call.path, query, form })
  }

  /** Whether a form was shown to whoever sends it, else 403 `csrf`; and, where it counts once, at `path`, whether it is sent for the first time. */
  async function isFirst(visit: Visit, path: string | null): Promise<boolean> {
    const token = visit.form.text('form-token')
    const holder = holderOf(visit.principal)
    const expiresAt = setting.tokens.endOf(token, holder)
    if (expiresAt === null) throw new KeywardError('csrf')
    if (path === null) return true
    const { store } = services
    const row = { digest: fingerprint(`${path} ${token}`), purpose: 'form', holder, expiresAt }
    return store.commit([store.challenges.insert(row)]).catch((error: unknown) => {
      if (error instanceof ConflictError) return false
      throw error
    })
  }

  async function answer(visit: Visit, shown: Page | Reply): Promise<Reply> {
    return 'main' in shown ? pageReply(setting, visit, shown) : shown
  }
}

async function shownAgain<V extends Visit>(
  error: unknown,
  visit: V,
  again: ((visit: V, problem: Problem) => Promise<Page>) | undefined,
): Promise<Page> {
  if (!again || !(error instanceof KeywardError) || !isMendable(error)) throw error
  const page = await again(visit, problemOf(error, visit))
  return { ...page, status: error.status, headers: error.headers }
}

function isMendable({ status, code }: KeywardError): boolean {
  return [409, 412, 422, 429].includes(status) || mendable.includes(code)
}
