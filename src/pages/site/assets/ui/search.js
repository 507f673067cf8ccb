// Searches while somebody types. An XMLHttpRequest parses the page that it gets, which trusted types let nothing else do.
const form = document.querySelector('[data-search]')
let timer
let request

if (form) {
  for (const button of form.querySelectorAll('[data-search-button]')) button.hidden = true
  form.addEventListener('input', () => {
    clearTimeout(timer)
    timer = setTimeout(search, 200)
  })
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    clearTimeout(timer)
    search()
  })
}

function search() {
  const url = new URL(form.action)
  for (const [name, value] of new FormData(form)) if (value) url.searchParams.set(name, value)
  request?.abort()
  request = new XMLHttpRequest()
  request.responseType = 'document'
  request.open('GET', url)
  request.onload = ({ target: { response, responseURL } }) => {
    // Signed out meanwhile, say: then the browser goes there by itself.
    if (!response?.querySelector('[data-results]') || new URL(responseURL).pathname !== url.pathname)
      return location.assign(url)
    for (const part of document.querySelectorAll('[data-results]')) {
      const fresh = response.querySelector(`[data-results="${part.dataset.results}"]`)
      // The search keeps the focus. A dialog that opens gives it to its first button all the same.
      for (const element of fresh?.querySelectorAll('[autofocus]') ?? []) element.removeAttribute('autofocus')
      part.replaceChildren(...(fresh?.childNodes ?? []))
      for (const element of part.querySelectorAll('[data-needs-script]')) element.hidden = false
    }
    history.replaceState(history.state, '', url)
    document.dispatchEvent(new Event('kw-shown'))
  }
  request.onerror = () => location.assign(url)
  request.send()
}
