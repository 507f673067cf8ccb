/** How a time stands in a sentence where it is told by its date. */
export const timeTexts = {
  en: { on: 'on {date}', justNow: 'just now' },
  de: { on: 'am {date}', justNow: 'gerade eben' },
}
