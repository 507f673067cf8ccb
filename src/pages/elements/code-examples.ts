import type { Services } from '../../http/services.js'
import { shownOnceTexts } from '../messages/shown-once.js'
import type { ExampleKey } from '../visit/theme.js'
import type { Visit } from '../visit/visit.js'
import type { Html } from './html.js'
import { html } from './html.js'

/** A new key or token, and how programs are given it. */
interface Bearer extends Pick<ExampleKey, 'kind' | 'name' | 'scopes'> {
  readonly secret: string
  /** The variable of an environment that programs read it from. */
  readonly variable: string
}

interface Example {
  readonly label: string
  readonly text: string
}

/** Requests with a new key, as the host has them or to an address of the host's: one is shown at a time, without a script too. */
export function codeExamples(services: Pick<Services, 'options'>, visit: Visit, bearer: Bearer): Html {
  const examples = examplesOf(services, visit, bearer)
  return html`<fieldset class="kw-tabs">
    <legend>${visit.text(shownOnceTexts).tryIt}</legend>
    ${examples.map(
      ({ label }, i) =>
        html`<input type="radio" name="kw-example" id="kw-example-${i}" ${i === 0 && html` checked`} /><label
            for="kw-example-${i}"
            >${label}</label
          >`,
    )}
    ${examples.map(({ text }) => html`<pre class="kw-code"><code>${text}</code></pre>`)}
  </fieldset>`
}

/** The variable that programs read a secret of the app's from, such as `ACME_API_KEY`. */
export function variableOf(
  { options }: Pick<Services, 'options'>,
  { theme }: Visit,
  kind: ExampleKey['kind'],
): string {
  const product = (theme.productName ?? options.productName)
    .normalize('NFD')
    .replace(/[^A-Za-z0-9]+/g, '_')
    .replace(/^[_\d]+|_+$/g, '')
    .toUpperCase()
  return [...(product === '' ? [] : [product]), kind === 'token' ? 'TOKEN' : 'API_KEY'].join('_')
}

/** The address of one of keyward's routes as programs call it. */
export function programUrl({ options }: Pick<Services, 'options'>, visit: Visit, path: string): string {
  return plainUrl(new URL(visit.url(path), options.origins[0]).href)
}

function examplesOf(
  services: Pick<Services, 'options'>,
  visit: Visit,
  { secret, variable, ...key }: Bearer,
): readonly Example[] {
  const given = visit.theme.example({ ...key, locale: visit.locale })
  if (given && 'tabs' in given) {
    return given.tabs.map(({ label, text }) => ({ label, text: text.replaceAll('{secret}', () => secret) }))
  }
  const url = given ? plainUrl(given.url) : programUrl(services, visit, '/credential')
  return [
    { label: 'curl', text: `curl -H 'Authorization: Bearer ${secret}' '${url}'` },
    { label: 'JavaScript', text: scriptOf(url, variable) },
    { label: 'Python', text: pythonOf(url, variable) },
  ]
}

function scriptOf(url: string, variable: string): string {
  return [
    `const answer = await fetch('${url}', {`,
    `  headers: { Authorization: \`Bearer \${process.env.${variable}}\` },`,
    '})',
    'console.log(answer.status, await answer.text())',
  ].join('\n')
}

function pythonOf(url: string, variable: string): string {
  return [
    'import os, requests',
    '',
    `headers = {"Authorization": "Bearer " + os.environ["${variable}"]}`,
    `answer = requests.get("${url}", headers=headers)`,
    'print(answer.status_code, answer.text)',
  ].join('\n')
}

/** An address with nothing in it that a shell, or a string of code, takes for the end of a text or more. */
function plainUrl(url: string): string {
  return new URL(url).href.replace(/['"`$\\]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`)
}
