for (const element of document.querySelectorAll('[data-needs-script]')) element.hidden = false

// What was told once is not told again when the page is loaded again.
if (document.querySelector('[data-passing]')) {
  const url = new URL(location.href)
  for (const name of ['done', 'notice']) url.searchParams.delete(name)
  history.replaceState(history.state, '', url)
}
