import type { Notice } from './notice.js'
import { noticeTexts } from './texts.js'

/** A notice as a message: its subject, and what it says as text and as a document of HTML. */
export interface RenderedNotice {
  readonly subject: string
  readonly text: string
  readonly html: string
}

/**
 * Renders a notice as a message in the language of a locale (BCP 47), in English where keyward has no texts in it. The locale also says how
 * times are written, which are in UTC. Names are stripped of line breaks, and escaped in the HTML.
 */
export function renderNotice(notice: Notice, locale: string): RenderedNotice {
  const [language, tag] = spoken(locale)
  const { subject, paragraphs } = noticeTexts[language][notice.kind]
  const values = valuesOf(notice, tag)
  const said = paragraphs.filter((paragraph) => !paragraph.includes('{ip}') || values.ip !== '')
  const html = said.map((paragraph) => `<p>${filled(escaped(paragraph), marked(values))}</p>`)
  const title = filled(subject, values)
  return Object.freeze({
    subject: title,
    text: `${said.map((paragraph) => filled(paragraph, values)).join('\n\n')}\n`,
    html: `<!doctype html>\n<html lang="${language}"><head><meta charset="utf-8"><title>${escaped(title)}</title></head><body>\n${html.join('\n')}\n</body></html>\n`,
  } satisfies RenderedNotice)
}

/** What stands in a message, by name. */
type Values = Readonly<Record<'name' | 'username' | 'site' | 'until' | 'url' | 'ip', string>>

function valuesOf({ user, facts }: Notice, locale: string): Values {
  const times = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' })
  return {
    name: oneLine(user.displayName ?? user.username),
    username: oneLine(user.username),
    site: new URL(facts.url).host,
    until: `${times.format(new Date(facts.expiresAt))} UTC`,
    url: facts.url,
    ip: facts.ip ?? '',
  }
}

/** The values as HTML. */
function marked(values: Values): Values {
  const { name, username, site, until, url, ip } = values
  return {
    name: escaped(name),
    username: `<strong>${escaped(username)}</strong>`,
    site: escaped(site),
    until: escaped(until),
    url: `<a href="${escaped(url)}">${escaped(url)}</a>`,
    ip: escaped(ip),
  }
}

/** The language to speak, and the locale to write times in. */
function spoken(locale: string): readonly [keyof typeof noticeTexts, string] {
  try {
    const { language, baseName } = new Intl.Locale(locale)
    return language === 'de' ? ['de', baseName] : ['en', language === 'en' ? baseName : 'en']
  } catch {
    // It is no tag of a language at all.
    return ['en', 'en']
  }
}

function filled(text: string, values: Values): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) =>
    // A template names values that there are; what a value holds is not looked at again.
    Object.hasOwn(values, name) ? values[name as keyof Values] : whole,
  )
}

/** A name of one line: a further one could pass for a paragraph of the message. */
function oneLine(text: string): string {
  return text.replace(/[\p{C}\p{Zl}\p{Zp}]+/gu, ' ').trim()
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (found) => `&#${String(found.charCodeAt(0))};`)
}
