import type { Notice } from './notice.js'
import { noticeTexts } from './texts.js'
import type { MessageValues } from './values.js'
import { filled, valuesOf } from './values.js'

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
  const texts = noticeTexts[language]
  const { subject, paragraphs } = texts.messages[notice.kind]
  const values = valuesOf(notice, texts, tag)
  const said = paragraphs.filter((paragraph) => hasAll(paragraph, values))
  const html = said.map((paragraph) => `<p>${filled(escaped(paragraph), marked(values))}</p>`)
  const title = filled(subject, values)
  return Object.freeze({
    subject: title,
    text: `${said.map((paragraph) => filled(paragraph, values)).join('\n\n')}\n`,
    html: `<!doctype html>\n<html lang="${language}"><head><meta charset="utf-8"><title>${escaped(title)}</title></head><body>\n${html.join('\n')}\n</body></html>\n`,
  } satisfies RenderedNotice)
}

/** Whether there is each value that a paragraph names. */
function hasAll(paragraph: string, values: MessageValues): boolean {
  return Object.entries(values).every(([name, value]) => value !== null || !paragraph.includes(`{${name}}`))
}

/** The values as HTML. */
function marked({ username, url, ...others }: MessageValues): MessageValues {
  const all = Object.entries(others).map(([name, value]) => [name, value === null ? null : escaped(value)])
  return {
    // The names are those of the others.
    ...(Object.fromEntries(all) as typeof others),
    username: `<strong>${escaped(username)}</strong>`,
    url: url === null ? null : `<a href="${escaped(url)}">${escaped(url)}</a>`,
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

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (found) => `&#${String(found.charCodeAt(0))};`)
}
