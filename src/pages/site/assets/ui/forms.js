// A second click must not send a form again while the first is under way.
document.addEventListener('submit', (event) => {
  const { target, submitter, defaultPrevented } = event
  if (defaultPrevented || submitter?.formMethod === 'dialog' || !target.closest('.kw')) return
  if (target.dataset.sent) event.preventDefault()
  target.dataset.sent = 'yes'
})
addEventListener('pageshow', () => {
  for (const form of document.forms) delete form.dataset.sent
})
