import type { FactorFacts, NoticeActor, NoticeKind } from './notice.js'

/**
 * What a message says: `{name}` and its like stand for values, and a paragraph is left out where one of its values is missing. `{own}` stands
 * for nothing, and is missing where somebody else than the user did it; `{others}` the other way round.
 */
interface MessageTexts {
  readonly subject: string
  readonly paragraphs: readonly string[]
}

/** The texts of a language: the messages of all kinds of notices, and what they are put together with. */
export interface NoticeTexts {
  readonly messages: Readonly<Record<NoticeKind, MessageTexts>>
  /** Who did it, after the words that say what: `{who}` is a name, and a text without it stands where there is none. */
  readonly by: Readonly<Record<NoticeActor['kind'], { readonly named: string; readonly nameless: string }>>
  readonly changes: Readonly<Record<FactorFacts['change'], string>>
}
