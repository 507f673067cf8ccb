// Shows times in the browser's own zone.

for (const time of document.querySelectorAll('time[data-style]')) {
  const timeStyle = time.dataset.style === 'time' ? 'short' : undefined
  const format = new Intl.DateTimeFormat(document.documentElement.lang || undefined, {
    dateStyle: 'medium',
    timeStyle,
  })
  time.textContent = format.format(new Date(time.dateTime))
}
