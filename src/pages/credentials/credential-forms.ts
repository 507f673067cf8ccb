import { rfc3339 } from '../../time.js'
import type { Choice } from '../elements/field.js'
import { form, formButtons, selectField } from '../elements/field.js'
import { html } from '../elements/html.js'
import type { PageContent } from '../elements/page.js'
import type { Problem } from '../elements/problem.js'
import { problemSummary } from '../elements/problem.js'
import { named, plainSentence, sentence } from '../elements/sentence.js'
import { minute, moment } from '../elements/time.js'
import { controlTexts } from '../messages/controls.js'
import type { SessionVisit } from '../visit/visit.js'
import type { CredentialRoom } from './credential-page.js'
import { holderOf, listIn, pathIn, sectionOf } from './holder.js'
import type { CredentialRenewal, ListedCredential } from './kind-of-credential.js'

/** The form for one more credential, once more where there is a problem. */
export async function creationPage<C extends ListedCredential>(
  { kind, services }: CredentialRoom<C>,
  visit: SessionVisit,
  problem: Problem | null,
): Promise<PageContent> {
  const { creation, texts, heldBy } = kind
  const { newTitle, create } = visit.text(texts)
  return {
    title: newTitle,
    section: sectionOf(kind),
    main: html`<h1>${newTitle}</h1>
      ${heldBy && html`<p class="kw-intro">${heldBy.about(visit, await holderOf(kind, services, visit))}</p>`}
      ${problemSummary(visit, problem, creation.labels(visit))}
      ${form(visit, { action: visit.url(pathIn(kind, visit)) }, [
        await creation.fields(services, visit, problem),
        formButtons(create, visit.url(listIn(kind, visit)), visit.text(controlTexts).cancel),
      ])}`,
  }
}

/** The form that renews a credential, once more where there is a problem. */
export function renewalPage<C extends ListedCredential>(
  { kind, services }: CredentialRoom<C>,
  visit: SessionVisit,
  asked: { readonly credential: C; readonly renewal: CredentialRenewal<C>; readonly problem: Problem | null },
): PageContent {
  const { credential, renewal, problem } = asked
  const texts = visit.text(renewal.texts)
  const own = `${pathIn(kind, visit)}/${credential.id}`
  const name = kind.nameOf(visit, credential)
  const now = services.options.now()
  const renewedUntil = renewal.renewedUntil(credential)
  const end = credential.expiresAt ? Date.parse(credential.expiresAt) : Infinity
  const overlap = (seconds: number, choice: string): Choice => {
    // The former secret does not outlive its own end.
    const at = Math.min(now + seconds * 1000, end)
    if (seconds === 0 || at <= now) return { value: String(seconds), label: choice }
    const text = plainSentence(texts.until, { choice, time: '{time}' })
    const label = plainSentence(text, { time: minute(visit.locale, at) })
    return { value: String(seconds), label, time: { at: rfc3339(at), text } }
  }
  const overlaps = [
    overlap(0, texts.overlapNone),
    overlap(3600, texts.overlapHour),
    overlap(86_400, texts.overlapDay),
    overlap(604_800, texts.overlapWeek),
  ]
  const value = visit.form.text('overlapSeconds') || '0'
  return {
    title: plainSentence(texts.renewTitle, { name }),
    section: sectionOf(kind),
    main: html`<h1>${named(texts.renewTitle, name)}</h1>
      ${problemSummary(visit, problem, { overlapSeconds: texts.overlap })}
      <p>${texts.renewText}</p>
      ${renewedUntil !== null && html`<p>${sentence(texts.renewedUntil, { date: moment(visit.locale, renewedUntil) })}</p>`}
      ${form(visit, { action: visit.url(`${own}/renewal`) }, [
        selectField(
          { name: 'overlapSeconds', label: texts.overlap, hint: texts.overlapHint, value, problem },
          overlaps,
        ),
        formButtons(texts.renewButton, visit.url(own), visit.text(controlTexts).cancel),
      ])}`,
  }
}
