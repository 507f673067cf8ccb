// Times of the day, in the browser's own zone.
for (const element of document.querySelectorAll('time[data-clock]')) {
  const format = new Intl.DateTimeFormat(document.documentElement.lang || undefined, { timeStyle: 'short' })
  element.textContent = format.format(new Date(element.dateTime))
}
