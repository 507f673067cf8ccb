import { z } from 'zod'
import type { SentForm } from '../auth/sent-forms.js'
import { withQuery } from '../auth/with-query.js'
import { KeywardError } from '../errors.js'
import { refusableOf } from '../http/refusable.js'
import type { Principals } from '../http/level.js'
import type { Call, Reply, Route } from '../http/route.js'
import { pageRoute } from '../http/route.js'
import type { PageContent } from './elements/page.js'
import type { Problem } from './elements/problem.js'
import { problemOf } from './elements/problem.js'
import { pageOfForm } from './page-above.js'
import { refusal } from './refusal.js'
import type { Mount } from './site/mount.js'
import { pageReply } from './site/reply.js'
import type { PageRouter } from './site/section.js'
import { staleForm } from './stale-form.js'
import type { Form } from './visit/form.js'
import { formFields, noForm, readForm } from './visit/form.js'
import type { PageLevel, Visit } from './visit/visit.js'
import { holderOf, seeOther, visitOf } from './visit/visit.js'

/** The codes of refusals that somebody at a form can do something about, beside those whose status says so (see `isMendable`). */
const mendable: readonly string[] = ['invalid_credentials', 'invalid_code', 'limit_reached', 'busy']

/** A page takes any parameters in its query, and looks at none that it does not know. */
const anyQuery = z.record(z.string(), z.unknown())

/** Makes what the sections of a mount declare their pages with: it shows what they answer, and refuses as people understand it. */
export function pageRouter(mount: Mount): PageRouter {
  const { services } = mount
  /** The paths of all pages, and who may see each. */
  const pages = new Map<string, PageLevel>()
  return Object.freeze({
    services,
    get(path, { level, handler }) {
      pages.set(path, level)
      const made: Route = pageRoute('get', path, {
        level,
        query: anyQuery,
        refuse: (error, request) =>
          refusal(mount, made, { error, request, pages, secrets: [], stale: notStale }),
        handler: async (call) => {
          const visit = visitTo(path, call, noForm)
          return answer(visit, await handler(visit))
        },
      })
      return made
    },

    post(path, { level, handler, once, secrets = [], again }) {
      const made: Route = pageRoute('post', path, {
        level,
        form: true,
        sameOrigin: true,
        query: anyQuery,
        body: formFields,
        refuse: (error, request) => refusal(mount, made, { error, request, pages, secrets, stale }),
        handler: async (call) => {
          const visit = visitTo(path, call, readForm(call.body))
          const expiresAt = endOf(visit)
          if (expiresAt === null) return stale(visit)
          const sent = once === undefined ? null : sentForm(visit, path, expiresAt)
          if (sent && !(await services.sentForms.isFirst(sent))) {
            return seeOther(withQuery(visit.url(once ?? ''), { notice: 'sent-already' }))
          }
          return answer(
            visit,
            await recorded(visit, handler).catch(async (error: unknown) => {
              // What was refused was not done, so that it may be sent again: by a refresh of the page that says so, for one.
              if (sent && isRefusal(error)) await services.sentForms.forget(sent)
              return shownAgain(visit, error, { again, now: services.options.now() })
            }),
          )
        },
      })
      return made

      async function stale(visit: Visit): Promise<Reply> {
        const on = pageOfForm(visit, { pages, route: path })
        const page = on?.url ?? visit.url('/account')
        // Whoever was refused for want of a token or of a proof has passed all else that the level demands.
        return staleForm(mount, visit as Visit<Principals[typeof level]>, {
          page,
          secrets,
          again: on && (await maySee(visit.principal, on.route)) ? again : undefined,
        })
      }
    },
  } satisfies PageRouter)

  /** Whether somebody may see a page now: a form that comes back shows what its page does, and never to whom that would ask for a proof first. */
  async function maySee(principal: Visit['principal'], page: string): Promise<boolean> {
    const level = pages.get(page)
    if (level === undefined) return false
    try {
      await services.entrance.admit({ level, method: 'get', sameOrigin: false }, principal)
      return true
    } catch (error) {
      if (error instanceof KeywardError && error.status < 500) return false
      throw error
    }
  }

  /** Records a refusal by the handler, since a form that is shown again would hide it from whoever records the others. */
  async function recorded<V extends Visit>(
    visit: V,
    handler: (visit: V) => Promise<PageContent | Reply>,
  ): Promise<PageContent | Reply> {
    const { client, principal } = visit
    return services.entrance.recording(client, refusableOf(principal), () => handler(visit))
  }

  function visitTo<L extends PageLevel>(
    path: string,
    call: Call<unknown, unknown, Principals[L]>,
    form: Form,
  ): Visit<Principals[L]> {
    const { client, principal, param } = call
    const query = call.query as Record<string, unknown>
    return visitOf({ ...mount, route: path, client, principal, param, path: call.path, query, form })
  }

  /** When a form's token ends; `null` where the form was never shown to whoever sends it, or too long ago. */
  function endOf({ form, principal }: Visit): number | null {
    return mount.tokens.endOf(form.text('form-token'), holderOf(principal))
  }

  async function answer(visit: Visit, shown: PageContent | Reply): Promise<Reply> {
    return 'main' in shown ? pageReply(mount, visit, shown) : shown
  }
}

/** A form that counts once at `path`, until its token ends. */
function sentForm({ form, principal }: Visit, path: string, expiresAt: number): SentForm {
  return { path, token: form.text('form-token'), holder: holderOf(principal), expiresAt }
}

/** Pages are not sent, so that none comes too late. */
function notStale(): Promise<Reply> {
  return Promise.reject(new KeywardError('csrf'))
}

/** How a form is shown again, and when. */
interface Showing<V> {
  readonly again: ((visit: V, problem: Problem) => Promise<PageContent>) | undefined
  readonly now: number
}

async function shownAgain<V extends Visit>(
  visit: V,
  error: unknown,
  { again, now }: Showing<V>,
): Promise<PageContent> {
  if (!again || !(error instanceof KeywardError) || !isMendable(error)) throw error
  const page = await again(visit, problemOf(error, visit, now))
  return { ...page, status: error.status, headers: error.headers }
}

/** Whether an error says that nothing was done: one of the server leaves that open. */
function isRefusal(error: unknown): boolean {
  return error instanceof KeywardError && (error.status < 500 || isMendable(error))
}

function isMendable({ status, code }: KeywardError): boolean {
  return [409, 412, 422, 429].includes(status) || mendable.includes(code)
}
