document.addEventListener('click', (event) => {
  const opener = event.target.closest('[data-dialog]')
  const dialog = opener && document.getElementById(opener.dataset.dialog)
  if (!dialog) return
  event.preventDefault()
  dialog.showModal()
})
