import type { Services } from '../../http/services.js'
import type { AuditEvent } from '../../events.js'
import { confirmationDialog, confirmationLink } from '../elements/confirmation.js'
import { eventRow } from '../elements/event-row.js'
import { factList } from '../elements/list/facts.js'
import { form } from '../elements/field.js'
import type { Html, Value } from '../elements/html.js'
import { html } from '../elements/html.js'
import type { PageContent } from '../elements/page.js'
import { panel } from '../elements/panel.js'
import type { Problem } from '../elements/problem.js'
import { problemSummary } from '../elements/problem.js'
import { rowList } from '../elements/list/rows.js'
import { controlTexts } from '../messages/controls.js'
import { credentialTexts } from '../messages/credentials.js'
import type { User } from '../../identity.js'
import type { SessionVisit } from '../visit/visit.js'
import { pauseOf, pauseQuestion, removalOf } from './credential-questions.js'
import { stateLabel } from './credential-state.js'
import { holderOf, listIn, pathIn, sectionOf } from './holder.js'
import type {
  CredentialEditing,
  CredentialPausing,
  KindOfCredential,
  ListedCredential,
} from './kind-of-credential.js'

/** A kind of credential, with what its pages are made from. */
export interface CredentialRoom<C extends ListedCredential> {
  readonly kind: KindOfCredential<C>
  readonly services: Services
}

/** What was wrong with one of the forms that change a credential. */
export interface ProblemWith {
  readonly form: 'editing' | 'binding'
  readonly problem: Problem
}

/** A credential as its own page shows it. */
interface ShownCredential<C> {
  readonly credential: C
  /** What was wrong with a form that changes it, and with which. */
  readonly problem: ProblemWith | null
  /** The secret of one that was just renewed, say. */
  readonly banner: Html | null
}

/** The page of one credential: what is known of it, and all that can be done with it. */
export async function credentialPage<C extends ListedCredential>(
  room: CredentialRoom<C>,
  visit: SessionVisit,
  { credential, problem, banner }: ShownCredential<C>,
): Promise<PageContent> {
  const { kind, services } = room
  const { editing, binding, pausing, renewal, heldBy } = kind
  const wrong = problem && kind[problem.form]
  const name = kind.nameOf(visit, credential)
  const { back } = visit.text(credentialTexts)
  const own = `${pathIn(kind, visit)}/${credential.id}`
  const holder = await holderOf(kind, services, visit)
  const problemIn = (form: ProblemWith['form']) => (problem?.form === form ? problem.problem : null)
  return {
    title: name,
    section: sectionOf(kind),
    main: html`${banner}
      <div class="kw-heading">
        <h1><bdi>${name}</bdi> ${stateLabel(visit, credential, services.options.now())}</h1>
        <a class="kw-button" href="${visit.url(listIn(kind, visit))}">${back}</a>
      </div>
      ${heldBy && html`<p class="kw-intro">${heldBy.about(visit, holder)}</p>`}
      ${wrong && problemSummary(visit, problem.problem, wrong.labels(visit))}
      ${factList(kind.factsOf(services, visit, credential))}
      ${editing && changePanel(visit, editing, { credential, problem: problemIn('editing'), action: own })}
      ${binding && changePanel(visit, binding, { credential, problem: problemIn('binding'), action: bindingPath(own) })}
      ${renewal && renewalPanel(room, visit, credential)}
      ${pausing && pausingPanel(room, visit, { credential, pausing })}
      ${await kind.advice?.(services, visit, 'one')}
      ${eventPanel(room, visit, { holder, events: await recentEvents(room, holder, credential) })}
      ${removalPanel(room, visit, credential)}`,
  }
}

/** Where the form is sent to that says what a credential may be used for; `own` = the path of its page. */
export function bindingPath(own: string): string {
  return `${own}/binding`
}

function changePanel<C extends ListedCredential>(
  visit: SessionVisit,
  editing: CredentialEditing<C>,
  changed: { readonly credential: C; readonly problem: Problem | null; readonly action: string },
): Html {
  const { credential, problem, action } = changed
  return panel({
    title: editing.title(visit),
    hint: '',
    actions: null,
    content: form(visit, { action: visit.url(action) }, [
      editing.fields(visit, credential, problem),
      html`<div class="kw-buttons">
        <button class="kw-button">${editing.button?.(visit) ?? visit.text(controlTexts).save}</button>
      </div>`,
    ]),
  })
}

function renewalPanel<C extends ListedCredential>(
  { kind }: CredentialRoom<C>,
  visit: SessionVisit,
  credential: C,
): Value {
  if (!kind.renewal) return null
  const { renew, renewText } = visit.text(kind.renewal.texts)
  const href = visit.url(`${pathIn(kind, visit)}/${credential.id}/renewal`)
  return panel({
    title: renew,
    hint: renewText,
    actions: html`<a class="kw-button" href="${href}">${renew}</a>`,
  })
}

function pausingPanel<C extends ListedCredential>(
  { kind }: CredentialRoom<C>,
  visit: SessionVisit,
  { credential, pausing }: { readonly credential: C; readonly pausing: CredentialPausing },
): Html {
  const texts = visit.text(pausing.texts)
  const pause = pauseOf(credential)
  const { path, button, consequence } = pauseQuestion({ kind, pausing }, visit, { credential, pause })
  return panel({
    title: pause === 'disabling' ? texts.disable : texts.enable,
    hint: consequence,
    actions: form(visit, { action: visit.url(path) }, html`<button class="kw-button">${button}</button>`),
  })
}

function eventPanel<C extends ListedCredential>(
  { kind, services }: CredentialRoom<C>,
  visit: SessionVisit,
  { holder, events }: { readonly holder: User; readonly events: readonly AuditEvent[] | null },
): Value {
  if (events === null) return null
  const all = kind.heldBy?.activity(holder) ?? '/account/activity'
  const [section = all] = all.split('?')
  const texts = visit.text(credentialTexts)
  return panel({
    title: texts.recentActivity,
    hint: events.length === 0 ? texts.noActivity : texts.recentActivityHint,
    actions:
      visit.theme.shows(section) &&
      html`<a class="kw-button kw-small" href="${visit.url(all)}">${texts.allActivity}</a>`,
    content:
      events.length > 0 &&
      rowList(
        events.map((event) => eventRow(visit, event, services.options.now())),
        html``,
      ),
  })
}

function removalPanel<C extends ListedCredential>(
  { kind }: CredentialRoom<C>,
  visit: SessionVisit,
  credential: C,
): Html {
  const { removeText, removeButton } = visit.text(kind.texts)
  const question = removalOf(kind, visit, credential)
  const asked = { ...question, name: '' }
  return html`${panel({
    title: removeButton,
    hint: removeText,
    actions: confirmationLink(visit, asked, removeButton),
  })}
  ${confirmationDialog(visit, question)}`
}

/** The last events of a credential; `null` where its kind keeps none of its own. */
async function recentEvents<C extends ListedCredential>(
  { kind, services }: CredentialRoom<C>,
  holder: User,
  { id }: C,
): Promise<readonly AuditEvent[] | null> {
  const { events } = kind.serviceOf(services)
  if (!events) return null
  return (await events(holder, id, { limit: 10, before: null })).rows
}
