import { form, formButtons, selectField } from '../elements/field.js'
import { html } from '../elements/html.js'
import type { PageContent } from '../elements/page.js'
import type { Problem } from '../elements/problem.js'
import { problemSummary } from '../elements/problem.js'
import { named, plainSentence } from '../elements/sentence.js'
import { controlTexts } from '../messages/controls.js'
import type { SessionVisit } from '../visit/visit.js'
import type { CredentialRoom } from './credential-page.js'
import type { CredentialRenewal, ListedCredential } from './kind-of-credential.js'

/** The form for one more credential, once more where there is a problem. */
export async function creationPage<C extends ListedCredential>(
  { kind, services }: CredentialRoom<C>,
  visit: SessionVisit,
  problem: Problem | null,
): Promise<PageContent> {
  const { path, creation, texts } = kind
  const { newTitle, create } = visit.text(texts)
  return {
    title: newTitle,
    section: path,
    main: html`<h1>${newTitle}</h1>
      ${problemSummary(visit, problem, creation.labels(visit))}
      ${form(visit, { action: visit.url(path) }, [
        await creation.fields(services, visit, problem),
        formButtons(create, visit.url(path), visit.text(controlTexts).cancel),
      ])}`,
  }
}

/** The form that renews a credential, once more where there is a problem. */
export function renewalPage<C extends ListedCredential>(
  { kind }: CredentialRoom<C>,
  visit: SessionVisit,
  asked: { readonly credential: C; readonly renewal: CredentialRenewal<C>; readonly problem: Problem | null },
): PageContent {
  const { credential, renewal, problem } = asked
  const texts = visit.text(renewal.texts)
  const own = `${kind.path}/${credential.id}`
  const name = kind.nameOf(visit, credential)
  const overlaps = [
    { value: '0', label: texts.overlapNone },
    { value: '3600', label: texts.overlapHour },
    { value: '86400', label: texts.overlapDay },
    { value: '604800', label: texts.overlapWeek },
  ]
  const value = visit.form.text('overlapSeconds') || '0'
  return {
    title: plainSentence(texts.renewTitle, { name }),
    section: kind.path,
    main: html`<h1>${named(texts.renewTitle, name)}</h1>
      ${problemSummary(visit, problem, { overlapSeconds: texts.overlap })}
      <p>${texts.renewText}</p>
      ${form(visit, { action: visit.url(`${own}/renewal`) }, [
        selectField(
          { name: 'overlapSeconds', label: texts.overlap, hint: texts.overlapHint, value, problem },
          overlaps,
        ),
        formButtons(texts.renewButton, visit.url(own), visit.text(controlTexts).cancel),
      ])}`,
  }
}
