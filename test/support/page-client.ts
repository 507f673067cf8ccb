import assert from 'node:assert/strict'
import type { Response } from 'supertest'
import { fieldName } from '../../src/pages/visit/field-name.js'
import type { App } from './app.js'
import type { Extra, TestClient } from './client.js'

/** A form as a browser without scripts has it. */
export interface PageForm {
  readonly method: string
  readonly action: string
  readonly fields: Readonly<Record<string, string>>
  /** What its buttons say. */
  readonly buttons: readonly string[]
}

/** A page as it was answered. */
export interface PageView {
  readonly status: number
  readonly response: Response
  readonly html: string
  /** All text, unescaped, white space as one space. */
  readonly text: string
  readonly heading: string
  readonly title: string
  readonly forms: readonly PageForm[]
  /** Where a redirect leads; `null` = it is none. */
  readonly location: string | null
}

/** A browser without scripts: it follows links and sends forms. Paths have the mount before them, as in pages. */
export interface PageClient {
  readonly client: TestClient
  get(path: string, extra?: Extra): Promise<PageView>
  /** Sends fields to an address as a form. */
  send(path: string, fields: Readonly<Record<string, string>>, extra?: Extra): Promise<PageView>
  /** Fills in the form with that button, by the API's names or the form's, and presses it. Follows no redirect. */
  submit(
    page: PageView,
    button: string,
    fields?: Readonly<Record<string, string | undefined>>,
    extra?: Extra,
  ): Promise<PageView>
  /** As `submit`, and goes on to the page that shows the secret which was made, if one was. */
  make(
    page: PageView,
    button: string,
    fields?: Readonly<Record<string, string | undefined>>,
  ): Promise<PageView>
  /** Goes on to where a redirect leads. */
  follow(page: PageView): Promise<PageView>
}

const form = 'application/x-www-form-urlencoded'
/** The address of a page that shows a secret once. */
const shownOnce = /[?&]made=|\/new-recovery-codes\b/

export function pageClient({ mounting }: Pick<App, 'mounting'>, client: TestClient): PageClient {
  return { client, get, send, submit, make, follow }

  async function get(path: string, extra: Extra = {}): Promise<PageView> {
    return viewOf(await client.get(own(path), { headers: { Accept: 'text/html' }, ...extra }))
  }

  async function send(
    path: string,
    fields: Readonly<Record<string, string>>,
    extra: Extra = {},
  ): Promise<PageView> {
    const raw = new URLSearchParams(fields).toString()
    return viewOf(await client.post(own(path), undefined, { raw, type: form, ...extra }))
  }

  async function submit(
    page: PageView,
    button: string,
    fields: Readonly<Record<string, string | undefined>> = {},
    extra: Extra = {},
  ): Promise<PageView> {
    const found = page.forms.find(({ buttons }) => buttons.includes(button))
    assert.ok(found, `no form has the button ${button}: ${page.text}`)
    const given = Object.fromEntries(Object.entries(fields).map(([name, value]) => [fieldName(name), value]))
    const filled = Object.entries({ ...found.fields, ...given }).filter(
      (pair): pair is [string, string] => pair[1] !== undefined,
    )
    return send(found.action, Object.fromEntries(filled), extra)
  }

  async function make(
    page: PageView,
    button: string,
    fields: Readonly<Record<string, string | undefined>> = {},
  ): Promise<PageView> {
    const answer = await submit(page, button, fields)
    return shownOnce.test(answer.location ?? '') ? follow(answer) : answer
  }

  async function follow(page: PageView): Promise<PageView> {
    assert.ok(page.location !== null, `no redirect: ${String(page.status)} ${page.text}`)
    return get(page.location)
  }

  /** The client puts the mount before paths by itself. */
  function own(path: string): string {
    if (path.startsWith('/api/')) return path
    assert.ok(path.startsWith(`${mounting.path}/`), `${path} is not under ${mounting.path}`)
    return path.slice(mounting.path.length)
  }
}

function viewOf(response: Response): PageView {
  const html = response.text ?? ''
  const { location } = response.headers as { location?: string }
  return {
    status: response.status,
    response,
    html,
    text: textOf(html.replace(/<head>.*<\/head>/s, '')),
    heading: textOf(/<h1[^>]*>(.*?)<\/h1>/s.exec(html)?.[1] ?? ''),
    title: textOf(/<title[^>]*>(.*?)<\/title>/s.exec(html)?.[1] ?? ''),
    forms: [...html.matchAll(/<form\s([^>]*)>(.*?)<\/form>/gs)].map(([, tag = '', content = '']) =>
      formOf(tag, content),
    ),
    location: location ?? null,
  }
}

function formOf(tag: string, content: string): PageForm {
  // Body parsers of hosts make objects of other names, or lose them.
  for (const [, name = ''] of content.matchAll(/\sname="([^"]*)"/g)) assert.match(name, /^[a-z0-9_-]+$/)
  const inputs = [...content.matchAll(/<input\s([^>]*)>/gs)].map(([, input = '']) => input)
  const selects = [...content.matchAll(/<select\s([^>]*)>(.*?)<\/select>/gs)]
  const areas = [...content.matchAll(/<textarea\s([^>]*)>\n?(.*?)<\/textarea\s*>/gs)]
  const fields = [
    ...areas.map(([, area = '', text = '']) => [attribute(area, 'name'), unescape(text)] as const),
    ...inputs
      .filter((input) => !/type="(checkbox|radio)"/.test(input) || /\schecked/.test(input))
      .map(
        (input) =>
          [
            attribute(input, 'name'),
            attribute(input, 'value') ?? (/type="(checkbox|radio)"/.test(input) ? 'on' : ''),
          ] as const,
      ),
    ...selects.map(([, select = '', options = '']) => [attribute(select, 'name'), chosen(options)] as const),
  ]
  return {
    method: attribute(tag, 'method') ?? '',
    action: attribute(tag, 'action') ?? '',
    fields: Object.fromEntries(fields.filter(([name]) => name !== undefined)),
    buttons: [...content.matchAll(/<button[^>]*>(.*?)<\/button>/gs)].map(([, text = '']) => textOf(text)),
  }
}

function chosen(options: string): string {
  const tags = [...options.matchAll(/<option\s([^>]*)>/gs)].map(([, tag = '']) => tag)
  const tag = tags.find((one) => /\sselected/.test(one)) ?? tags[0] ?? ''
  return attribute(tag, 'value') ?? ''
}

function attribute(tag: string, name: string): string | undefined {
  const value = new RegExp(`(?:^|\\s)${name}="([^"]*)"`).exec(tag)?.[1]
  return value === undefined ? undefined : unescape(value)
}

function textOf(html: string): string {
  const inline = html.replace(/<\/?(bdi|span|code|strong|time)\b[^>]*>/g, '')
  return unescape(inline.replace(/<[^>]*>/g, ' '))
    .replace(/\s+/g, ' ')
    .trim()
}

const entities: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
  '&#96;': '`',
}

function unescape(text: string): string {
  return text.replace(/&(?:amp|lt|gt|quot|#39|#96);/g, (entity) => entities[entity] ?? entity)
}
