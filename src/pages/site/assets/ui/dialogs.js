// A link that opens a dialog is a button, to the keyboard and to screen readers.
document.addEventListener('click', (event) => {
  const opener = event.target.closest('[data-dialog]')
  const dialog = opener && document.getElementById(opener.dataset.dialog)
  if (!dialog) return
  event.preventDefault()
  dialog.showModal()
})
document.addEventListener('keydown', (event) => {
  if (event.key !== ' ' || !event.target.matches('a[role=button]')) return
  event.preventDefault()
  event.target.click()
})

new MutationObserver(name).observe(document.body, { childList: true, subtree: true })
name()

function name() {
  for (const opener of document.querySelectorAll('a[data-dialog]:not([role])')) {
    opener.role = 'button'
    opener.ariaHasPopup = 'dialog'
  }
}
