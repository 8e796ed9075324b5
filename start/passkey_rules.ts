import { isOrigin, rule, words } from '#start/env_rules'

/** The domain of passkeys (WebAuthn, section 5.1.2). Browsers accept no IP address. */
export function domain() {
  return rule<string | undefined>('', 'a domain, such as example.org', (value) => {
    if (value === '') return undefined
    const isName =
      URL.parse(`https://${value}`)?.hostname === value && !/[:[\]]|^[\d.]+$/.test(value)
    return isName ? value : null
  })
}

/** Comma-separated origins of pages. */
export function pageOrigins() {
  const expected = 'origins such as https://example.org, between commas'
  return rule<string[] | undefined>('', expected, (value) => {
    if (value === '') return undefined
    return words(value).every(isOrigin) ? words(value) : null
  })
}
