import { isOrigin, rule, words } from '#start/env_rules'

/** A domain that passkeys belong to (WebAuthn, section 5.1.2). Browsers take no address of a network. */
export function domain() {
  return rule<string | undefined>('', 'a domain, such as example.org', (value) => {
    if (value === '') return undefined
    const isName =
      URL.parse(`https://${value}`)?.hostname === value && !/[:[\]]|^[\d.]+$/.test(value)
    return isName ? value : null
  })
}

/** Origins of pages between commas. */
export function pageOrigins() {
  const expected = 'origins such as https://example.org, between commas'
  return rule<string[] | undefined>('', expected, (value) => {
    if (value === '') return undefined
    return words(value).every(isOrigin) ? words(value) : null
  })
}
