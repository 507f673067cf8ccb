import { withQuery } from '../../auth/with-query.js'
import { addressOf } from '../../client.js'
import type { DeviceRequest } from '../../device/answer.js'
import { readUserCode, shownUserCode } from '../../device/user-code.js'
import type { Services } from '../../http/services.js'
import { deviceOf } from '../../device-name.js'
import { form, hiddenField } from '../elements/field.js'
import type { Html, Value } from '../elements/html.js'
import { html } from '../elements/html.js'
import { icon } from '../elements/icon.js'
import { factList } from '../elements/list/facts.js'
import type { PageContent } from '../elements/page.js'
import type { Problem } from '../elements/problem.js'
import { problemSummary } from '../elements/problem.js'
import { askedScopeField, chosenScopesIn } from '../elements/scopes.js'
import { named, plainSentence, sentence } from '../elements/sentence.js'
import { agoValue } from '../elements/time.js'
import { lifetimeField } from '../elements/token-lifetime.js'
import { activationTexts } from '../messages/activation.js'
import type { SessionVisit } from '../visit/visit.js'
import { activationPath, tokensLink } from './activation-pages.js'

/** A request of a program, as whoever may answer it sees it. */
interface Asked {
  readonly request: DeviceRequest
  /** As it was typed or carried over. */
  readonly userCode: string
  readonly problem: Problem | null
}

/** The page that says who asks for what, from where, and lets the visitor allow or deny it. The code stands there to be compared, also where it was carried over (RFC 8628, section 3.3.1). */
export async function requestPage(
  services: Services,
  visit: SessionVisit,
  asked: Asked,
): Promise<PageContent> {
  const texts = visit.text(activationTexts)
  const { client, scopes } = asked.request
  const { name } = client
  // The form that denies has no boxes, which are not to come back empty.
  const kept = visit.form.has('scope-choice') ? chosenScopesIn(visit.form) : scopes
  const problem = inWords(visit, asked.problem)
  const fields = [
    askedScopeField(services, { legend: texts.scopes, asked: scopes, kept, problem }),
    await lifetimeField(services, visit, { texts, problem }),
    html`<button class="kw-button kw-primary">${texts.allow}</button>`,
  ]
  const deny = html`<button class="kw-button kw-wide">${texts.deny}</button>`
  return {
    title: plainSentence(texts.askTitle, { name }),
    main: html`<div class="kw-card">
      <h1>${named(texts.askTitle, name)}</h1>
      ${problemSummary(visit, problem, { scopes: texts.scopes, expiresInHours: texts.lifetime })}
      <p>${texts.compare}</p>
      <p class="kw-user-code"><code>${shownUserCode(readUserCode(asked.userCode) ?? '')}</code></p>
      ${await factsOf(services, visit, asked.request)} ${warning(visit, name)}
      ${answerForm(visit, asked, { answer: 'approval', content: fields })}
      ${answerForm(visit, asked, { answer: 'denial', content: deny })}
    </div>`,
  }
}

/** Too many tokens are the only thing that is full here, which the general words do not say. */
function inWords(visit: SessionVisit, problem: Problem | null): Problem | null {
  if (problem?.code !== 'limit_reached') return problem
  return { ...problem, summary: html`${visit.text(activationTexts).limit} ${tokensLink(visit)}` }
}

/** What helps to tell one's own program from somebody else's (RFC 8628, section 5.4). */
async function factsOf(
  { options }: Pick<Services, 'options'>,
  visit: SessionVisit,
  { ip, userAgent, createdAt }: DeviceRequest,
): Promise<Html> {
  const texts = visit.text(activationTexts)
  return factList([
    { label: texts.account, value: accountOf(visit) },
    { label: texts.from, value: ip === null ? texts.unknownFact : await placeOf(visit, ip) },
    { label: texts.program, value: html`<bdi>${programOf(userAgent) ?? texts.unknownFact}</bdi>` },
    { label: texts.asked, value: agoValue(visit, createdAt, options.now()) },
  ])
}

function accountOf(visit: SessionVisit): Html {
  const { username, displayName } = visit.principal.user
  const own = html`<bdi>${username}</bdi>`
  if (displayName === null || displayName === username) return own
  return sentence(visit.text(activationTexts).accountName, {
    name: html`<bdi>${displayName}</bdi>`,
    username: own,
  })
}

/** An address with its place, where the host knows it, and the visitor's own where that is another. */
async function placeOf(visit: SessionVisit, ip: string): Promise<Html> {
  const texts = visit.text(activationTexts)
  const place = await visit.theme.locate(ip)
  const from = html`<bdi>${ip}</bdi>`
  const own = addressOf(visit.client)
  const other = own !== null && own !== ip
  return html`<div>${place === null ? from : sentence(texts.fromPlace, { ip: from, place })}</div>
    ${other && html`<div class="kw-muted">${sentence(texts.otherAddress, { ip: html`<bdi>${own}</bdi>` })}</div>`}`
}

/** A browser by its name; a program says best itself what it is. */
function programOf(userAgent: string | null): string | null {
  return userAgent?.startsWith('Mozilla/') ? (deviceOf(userAgent) ?? userAgent) : userAgent
}

function warning(visit: SessionVisit, name: string): Html {
  return html`<div class="kw-banner kw-standing kw-attention">
    ${icon('warning')}
    <p>${named(visit.text(activationTexts).warning, name)}</p>
  </div>`
}

/** A form that answers the request; a sign-in on the way leads back to the request. */
function answerForm(
  visit: SessionVisit,
  { userCode }: Asked,
  { answer, content }: { readonly answer: 'approval' | 'denial'; readonly content: Value },
): Html {
  const to = withQuery(visit.url(activationPath), { user_code: userCode })
  return form(visit, { action: withQuery(visit.url(`${activationPath}/${answer}`), { to }) }, [
    hiddenField('user_code', userCode),
    content,
  ])
}
