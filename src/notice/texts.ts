import { english } from './english.js'
import { german } from './german.js'
import type { NoticeTexts } from './message-texts.js'

/** The texts of each language. */
export const noticeTexts: Readonly<Record<'en' | 'de', NoticeTexts>> = { en: english, de: german }
