/** The languages that the pages' own texts are in. */
export type Language = 'en' | 'de'

/** A tag of a language (BCP 47), maybe with the country whose way of writing dates is used: `en-GB`, `de`. */
export type Locale = string

/** Something said in every language. */
export type Texts<T> = Readonly<Record<Language, T>>

/** Texts that are looked up by a code, which may be one that there is no text for. */
export type ByCode = Readonly<Record<string, string>>
